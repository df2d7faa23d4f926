"""xdk, X's own generated client, unmodified, drives the local X; each answer is one of its typed models."""

import base64
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from tests.conformance.clients.speaking import first_page, say
from xdk import Client as Xdk
from xdk import schemas as S
from xdk.oauth1_auth import OAuth1

from hark.sandbox.x.thread import LocalX


def test_people(app: Xdk, brand: Xdk, card: dict[str, Any]) -> None:
    me, amira = card["users"][0], card["users"][1]
    mine = brand.users.get_me(user_fields=["public_metrics", "most_recent_post_id", "verified_type"])
    assert mine.data is not None and mine.data.username == me["username"]
    found = app.users.get_by_username(amira["username"], user_fields=["created_at", "description"])
    assert found.data is not None and found.data.id == amira["id"]
    both = app.users.get_by_ids(ids=[me["id"], amira["id"]])
    assert both.data is not None and len(both.data) == 2
    missing = app.users.get_by_usernames(usernames=["nobody_here"])
    assert missing.data is None and missing.errors is not None


def test_a_conversation(app: Xdk, brand: Xdk, customer: Xdk, card: dict[str, Any]) -> None:
    me = card["users"][0]
    asked = customer.posts.create(S.CreatePostsRequest(text=f"@{me['username']} where is platform 9?"))
    assert asked.data is not None and asked.data.edit_history_post_ids == [asked.data.id]
    heard = first_page(
        brand.users.get_mentions(
            me["id"], max_results=5, post_fields=["conversation_id", "created_at"], expansions=["author_id"]
        )
    )
    assert heard.data[0].id == asked.data.id and heard.includes.users[0].id == card["users"][1]["id"]
    reply = S.CreatePostsReply(in_reply_to_tweet_id=asked.data.id)
    answer = brand.posts.create(S.CreatePostsRequest(text="Behind platform 8.", reply=reply))
    assert answer.data is not None
    fields = ["referenced_posts", "public_metrics", "edit_controls", "entities"]
    read = app.posts.get_by_ids(
        ids=[answer.data.id, "77"], post_fields=fields, expansions=["referenced_posts.id"]
    )
    assert read.data is not None and read.data[0].referenced_posts is not None
    assert read.data[0].referenced_posts[0].id == asked.data.id
    assert read.includes is not None and read.includes.posts is not None
    assert read.errors is not None
    found = first_page(app.posts.search_recent(query=f"conversation_id:{asked.data.id}", max_results=10))
    assert {post.id for post in found.data} == {asked.data.id, answer.data.id}
    hidden = customer.posts.hide_reply(answer.data.id, S.HidePostsReplyRequest(hidden=True))
    assert hidden.data is not None and hidden.data.hidden
    gone = brand.posts.delete(answer.data.id)
    assert gone.data is not None and gone.data.deleted
    counts = app.posts.get_counts_recent(query="platform", granularity="day")
    assert first_page(counts).data if hasattr(counts, "__next__") else counts.data


def test_oauth1(local: LocalX, card: dict[str, Any]) -> None:
    user = card["users"][2]
    auth = OAuth1(
        api_key=card["consumer_key"],
        api_secret=card["consumer_secret"],
        callback="oob",
        access_token=user["access_token"],
        access_token_secret=user["access_token_secret"],
    )
    client = Xdk(base_url=local.base_url, auth=auth)
    client.session.trust_env = False
    mine = client.users.get_me()
    assert mine.data is not None and mine.data.id == user["id"]


def test_the_pkce_flow(local: LocalX, card: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # oauthlib refuses plain http without it
    client = Xdk(
        base_url=local.base_url,
        authorization_base_url=f"{local.base_url}/i",
        client_id=card["client_id"],
        client_secret=card["client_secret"],
        redirect_uri="http://127.0.0.1:9/callback",
        scope=["tweet.read", "users.read", "offline.access"],
    )
    client.session.trust_env = False
    address = client.get_authorization_url()
    if "code_challenge" not in address:
        pytest.fail("xdk did not ask with PKCE")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert requests.get(address, timeout=5).status_code == 200
    form = asked | {"user_id": card["users"][0]["id"], "decision": "approve"}
    back = requests.post(f"{local.base_url}/i/oauth2/authorize", form, timeout=5, allow_redirects=False)
    code = parse_qs(urlsplit(back.headers["location"]).query)["code"][0]
    token = client.exchange_code(code)
    assert token["expires_in"] == 7200
    mine = client.users.get_me()
    assert mine.data is not None and mine.data.id == card["users"][0]["id"]
    with pytest.raises(requests.HTTPError):
        client.posts.create(S.CreatePostsRequest(text="out of scope"))


def test_messages(brand: Xdk, customer: Xdk, card: dict[str, Any]) -> None:
    me, amira = card["users"][0], card["users"][1]
    request = S.CreateDirectMessagesByParticipantIdRequest(text="Only for you.")
    sent = customer.direct_messages.create_by_participant_id(me["id"], request)
    assert sent.data is not None
    page = first_page(
        brand.direct_messages.get_events_by_participant_id(amira["id"], dm_event_fields=["text"])
    )
    assert page.data[0].id == sent.data.dm_event_id
    one = brand.direct_messages.get_events_by_id(
        sent.data.dm_event_id, dm_event_fields=["created_at", "sender_id"]
    )
    assert one.data is not None and one.data.sender_id == amira["id"]
    answer = S.CreateDirectMessagesByConversationIdRequest(text="Seen.")
    back = brand.direct_messages.create_by_conversation_id(sent.data.dm_conversation_id, answer)
    assert back.data is not None
    gone = brand.direct_messages.delete_events(back.data.dm_event_id)
    assert gone.data is not None and gone.data.deleted


def test_media_in_chunks(brand: Xdk) -> None:
    content = bytes(range(256)) * 8
    begun = brand.media.initialize_upload(
        S.InitializeMediaUploadRequest(
            media_type="image/png", media_category="tweet_image", total_bytes=len(content)
        )
    )
    assert begun.data is not None
    for index, at in enumerate(range(0, len(content), 1024)):
        part = base64.b64encode(content[at : at + 1024]).decode()
        brand.media.append_upload(begun.data.id, S.AppendMediaUploadRequest(media=part, segment_index=index))
    done = brand.media.finalize_upload(begun.data.id)
    assert done.data is not None and done.data.size == len(content)
    alt = S.CreateMediaMetadataMetadata(
        alt_text=S.CreateMediaMetadataMetadataAltText(text="A platform sign.")
    )
    brand.media.create_metadata(S.CreateMediaMetadataRequest(id=begun.data.id, metadata=alt))
    media = S.CreatePostsMedia(media_ids=[begun.data.id])
    made = brand.posts.create(S.CreatePostsRequest(text="Look for this sign.", media=media))
    assert made.data is not None
    read = brand.posts.get_by_id(
        made.data.id, expansions=["attachments.media_keys"], media_fields=["alt_text", "url"]
    )
    assert read.includes is not None and read.includes.media is not None
    assert read.includes.media[0].alt_text == "A platform sign."


def test_compliance_and_usage(local: LocalX, app: Xdk, card: dict[str, Any]) -> None:
    job = app.compliance.create_jobs(S.CreateComplianceJobsRequest(type="tweets", name="all"))
    assert job.data is not None and job.data.upload_url is not None
    kept = say(local, card["users"][1]["username"], "this stays")
    gone = say(local, card["users"][1]["username"], "this goes")
    requests.delete(f"{local.base_url}/sandbox/posts/{gone}", timeout=5).raise_for_status()
    requests.put(job.data.upload_url, f"{kept}\n{gone}\n".encode(), timeout=5).raise_for_status()
    requests.post(f"{local.base_url}/sandbox/clock", json={"advance": 5}, timeout=5).raise_for_status()
    done = app.compliance.get_jobs_by_id(job.data.id)
    assert done.data is not None and done.data.status == "complete"
    lines = requests.get(str(done.data.download_url), timeout=5).text.splitlines()
    assert len(lines) == 1 and gone in lines[0] and '"deleted"' in lines[0]
    used = app.usage.get()
    assert used.data is not None and int(str(used.data.project_cap)) == 3_000_000
