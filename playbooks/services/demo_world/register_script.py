"""What may happen to the three brands, how it was scored, and how that view changed within a month."""

from dataclasses import dataclass
from typing import Final

Figures = tuple[int, int, int, int]  # likelihood; financial, reputation, brand damage


@dataclass(frozen=True)
class Rescore:
    days_ago: int
    figures: Figures
    reason: str
    kind: str = "current"


@dataclass(frozen=True)
class KnownRisk:
    brand: str
    code: str  # of its category
    title: str
    figures: Figures
    reason: str
    treatment: str = ""
    owner: str = "agent"
    status: str = "open"
    later: tuple[Rescore, ...] = ()


REGISTER: Final = (
    KnownRisk(
        "belyi-chai",
        "PQ",
        "Foreign object in food",
        (4, 2, 4, 3),
        "Two complaints a month, a photo travels fast",
        "Hair nets and a second look at the pass in all kitchens; the shift lead answers on the spot.",
        status="treating",
        later=(
            Rescore(12, (3, 2, 4, 3), "Nets in all kitchens since the first of the month, one complaint since"),
            Rescore(12, (2, 2, 3, 2), "Once the second look at the pass is habit", kind="target"),
        ),
    ),
    KnownRisk(
        "belyi-chai",
        "PQ",
        "Poisoning after a meal",
        (2, 5, 5, 5),
        "Rare, and the worst that can happen to a kitchen",
        "Cold chain logged every two hours; a kitchen is closed first and asked afterwards.",
        owner="approver",
        status="treating",
    ),
    KnownRisk(
        "belyi-chai",
        "CS",
        "Waiter filmed while mocking a guest",
        (3, 2, 4, 3),
        "New staff every month, phones on every table",
        "An hour of training before the first shift.",
        later=(Rescore(6, (3, 2, 3, 3), "Sixty people trained, no case this month"),),
    ),
    KnownRisk("belyi-chai", "PR", "Price rise of the breakfast set", (4, 2, 2, 1), "Grumbling with every menu"),
    KnownRisk("belyi-chai", "LR", "Complaints left unanswered over the weekend", (3, 1, 3, 2), "Nobody on Sundays"),
    KnownRisk("belyi-chai", "OC", "Joke in a post that is not funny", (2, 1, 3, 2), "Two people write the posts"),
    KnownRisk(
        "ternway",
        "CS",
        "Refused refund goes viral",
        (4, 2, 3, 3),
        "Refunds take three weeks, people count the days in public",
        "Refunds below 100 euros are paid at once.",
        status="treating",
        later=(Rescore(9, (4, 3, 3, 3), "Volume of refund posts up by half since the summer timetable"),),
    ),
    KnownRisk(
        "ternway",
        "CS",
        "Passengers kept on board for hours",
        (3, 3, 5, 4),
        "Happens to every airline, ours has no rule for water and doors",
        "After 90 minutes the captain opens the doors; water for three hours on board.",
        owner="agent2",
        status="treating",
    ),
    KnownRisk("ternway", "CS", "Passenger in a wheelchair is left behind", (2, 3, 5, 4), "One case in spring"),
    KnownRisk(
        "ternway",
        "AC",
        "Passenger data leaks",
        (2, 5, 4, 4),
        "Old booking system, tested once a year",
        "New booking system by summer; drill with the lawyers every quarter.",
        owner="admin",
        status="accepted",
    ),
    KnownRisk("ternway", "EM", "Strike of cabin crews", (3, 4, 3, 2), "The contract ends in spring"),
    KnownRisk("ternway", "IN", "Rumour of bankruptcy", (1, 5, 4, 3), "None now; others in the trade have had it"),
    KnownRisk("ternway", "PR", "Hidden fee for seats", (3, 2, 3, 2), "The app chooses a paid seat by itself"),
    KnownRisk(
        "halcyra",
        "PQ",
        "Skin reaction to a serum",
        (2, 4, 5, 5),
        "One product with acid, one warning too small to read",
        "New label with the next batch; a doctor answers within a day.",
        owner="agent2",
        status="treating",
    ),
    KnownRisk(
        "halcyra",
        "AC",
        "Fake giveaway in our name",
        (4, 2, 3, 2),
        "Two a month, always before holidays",
        "Report to the network at once, pinned warning, bank informed.",
        later=(Rescore(4, (3, 2, 3, 2), "The pinned warning works: half the reports of last month"),),
    ),
    KnownRisk("halcyra", "PQ", "Returned goods are sold again", (1, 4, 5, 5), "No case; the warehouse is not ours"),
    KnownRisk("halcyra", "ES", "Accusation of tests on animals", (3, 1, 3, 3), "Asked every week, the page is vague"),
    KnownRisk("halcyra", "PA", "Ambassador in a scandal", (2, 2, 4, 3), "Three ambassadors, one of them loud"),
    KnownRisk(
        "halcyra",
        "PR",
        "Price of the serum rises again",
        (4, 2, 2, 2),
        "Every autumn",
        later=(Rescore(3, (3, 2, 2, 2), "Smaller bottle at the old price since Monday"),),
    ),
)
