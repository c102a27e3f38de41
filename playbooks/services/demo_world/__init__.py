"""The world that a newcomer meets: two agencies, three brands, their past and what is about to happen.

Everything is made by the services that people's own clicks call, at the moment it is said to have happened.
"""
