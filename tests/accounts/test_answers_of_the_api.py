"""What Django REST framework leaves behind when it answers an exception itself."""

import pytest
from django.db import transaction
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from accounts.models import Organization


class Writing(APIView):
    permission_classes = ()
    authentication_classes = ()

    def post(self, request: Request) -> Response:
        Organization.objects.create(name=str(request.POST["name"]), slug="half")
        raise NotFound


@pytest.mark.django_db
def test_a_refused_request_to_the_api_leaves_no_row_behind() -> None:
    with transaction.atomic():
        answer = Writing.as_view()(APIRequestFactory().post("/", {"name": "Half"}))

    assert answer.status_code == 404
    assert not Organization.objects.filter(slug="half").exists()
