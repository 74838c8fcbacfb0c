"""Documents kept in a store that speaks S3: put there, read back by who may, and gone where the write fell through."""

import gc

import boto3
import pytest
from django.db import transaction
from moto.server import ThreadedMotoServer

from goldenthread.documents import services
from goldenthread.documents.models import Document
from goldenthread.documents.tests.factories import NOW, pdf, upload_of
from goldenthread.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def endpoint():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint, settings, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tests")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "tests")
    client = boto3.client("s3", endpoint_url=endpoint, region_name="eu-west-2")
    client.create_bucket(Bucket="papers", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": "papers", "endpoint_url": endpoint, "region_name": "eu-west-2", "default_acl": None,
                "file_overwrite": False, "object_parameters": {"ServerSideEncryption": "AES256"},
            },
        }
    }  # fmt: skip
    yield client
    for kept in client.list_objects_v2(Bucket="papers").get("Contents", []):
        client.delete_object(Bucket="papers", Key=kept["Key"])
    client.delete_bucket(Bucket="papers")


def test_a_document_is_put_there_encrypted_and_private(bucket, here) -> None:
    content = pdf("May")
    document = services.store_document(here.manager, NOW, upload=upload_of("May.pdf", content), title="Minutes")
    [kept] = bucket.list_objects_v2(Bucket="papers")["Contents"]
    assert kept["Key"] == document.file.name
    assert "May" not in kept["Key"]
    assert bucket.head_object(Bucket="papers", Key=kept["Key"])["ServerSideEncryption"] == "AES256"
    with Document.objects.get(pk=document.pk).file.open() as file:
        assert file.read() == content


def test_it_is_downloaded_through_the_program(bucket, here, client) -> None:
    content = pdf("May")
    document = services.store_document(here.manager, NOW, upload=upload_of("May.pdf", content), title="Minutes")
    client.force_login(User.objects.get(pk=here.manager.user_id))
    answer = client.get(f"/{here.manager.partnership_slug}/documents/{document.pk}/open/")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == content


def test_a_write_that_falls_through_takes_its_file_with_it(bucket, here) -> None:
    def store_and_fail() -> None:
        with transaction.atomic():
            services.store_document(here.manager, NOW, upload=upload_of("May.pdf", pdf("May")), title="Minutes")
            raise RuntimeError("something later goes wrong")

    with pytest.raises(RuntimeError, match="later"):
        store_and_fail()
    gc.collect()
    assert "Contents" not in bucket.list_objects_v2(Bucket="papers")
