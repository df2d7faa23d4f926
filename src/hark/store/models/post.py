"""What was said: authors and posts. Written in bulk by actions.ingest, never one by one."""

import msgspec
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.expressions import RawSQL

from hark.domain.post import Withheld

# The words of a post, and its shelf of 8,192 posts as one word more; see search_words in sql/search.sql. Folded by a
# function of the database (migration 0024): without accents, and what is written without spaces sign by sign.
_SHELVED = RawSQL(
    "(to_tsvector('simple'::regconfig, hark_folded(coalesce(text, '')))"
    " || array_to_tsvector(array['~' || (id / 8192)::text]))",
    [],
)
_NAMED = RawSQL(
    "(to_tsvector('simple'::regconfig, hark_folded(coalesce(name, '') || ' ' || coalesce(handle, ''))))",
    [],
)


class Author(models.Model):
    """A person's handle on one network. `encrypted`: has written in a chat that only the network's own app can read."""

    network = models.CharField(max_length=16)
    author_id = models.CharField(max_length=128)
    handle = models.CharField(max_length=256, blank=True)
    name = models.CharField(max_length=300, blank=True)
    followers = models.BigIntegerField(null=True)
    verified = models.BooleanField(default=False)
    protected = models.BooleanField(default=False)
    encrypted = models.BooleanField(default=False, db_default=False)
    bio = models.TextField(blank=True)
    avatar_url = models.TextField(blank=True)
    joined_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "author_id"], name="author_once")]
        # The expressions are those of sql/search.sql, to the letter, or the indexes do not serve.
        indexes = [GinIndex(_NAMED, name="author_words")]

    def __str__(self) -> str:
        return f"@{self.handle or self.author_id}"


class Post(models.Model):
    """One post or direct message.

    `post_id` is the first id of an edit chain, `latest_id` the newest. `root_id` names the conversation.
    `account` is set on our own posts, and `answers` then is the customer they speak to. `withheld` is a
    `domain.post.Withheld` as the network last told it, null when it shows the post everywhere. `hidden_at`: since when
    it is hidden in a conversation of ours, by us.
    """

    network = models.CharField(max_length=16)
    post_id = models.CharField(max_length=64)
    latest_id = models.CharField(max_length=64)
    # No indexes of their own: the composite ones below serve these keys, and each index costs every post heard.
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="posts", db_index=False)
    account = models.ForeignKey(
        "store.Account", null=True, on_delete=models.PROTECT, related_name="posts", db_index=False
    )
    answers = models.ForeignKey(
        Author, null=True, on_delete=models.PROTECT, related_name="answered_by", db_index=False
    )
    created_at = models.DateTimeField()
    ingested_at = models.DateTimeField()
    text = models.TextField()
    language = models.CharField(max_length=16, blank=True)
    lane = models.CharField(max_length=8, default="public")
    kind = models.CharField(max_length=8, default="post")
    parent_id = models.CharField(max_length=64, null=True)
    quoted_id = models.CharField(max_length=64, null=True)
    reposted_id = models.CharField(max_length=64, null=True)
    root_id = models.CharField(max_length=64)
    reply_settings = models.CharField(max_length=24, default="everyone")
    mentions = models.JSONField(default=list)
    links = models.JSONField(default=dict)
    media = models.JSONField(default=list)
    versions = models.JSONField(default=list)
    withheld = models.JSONField(null=True)
    replies = models.IntegerField(default=0)
    reposts = models.IntegerField(default=0)
    quotes = models.IntegerField(default=0)
    likes = models.IntegerField(default=0)
    deleted_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    stage = models.SmallIntegerField(null=True)
    topic = models.CharField(max_length=80, blank=True)
    sentiment = models.CharField(max_length=8, blank=True)
    needs_reply = models.BooleanField(default=False)
    priority = models.FloatField(default=0)
    verdict = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "post_id"], name="post_once")]
        indexes = [
            GinIndex(_SHELVED, name="post_words"),
            models.Index(fields=["network", "root_id", "created_at"], name="post_thread"),
            models.Index(
                fields=["network", "parent_id"],
                name="post_parent",
                condition=models.Q(parent_id__isnull=False),
            ),
            models.Index(fields=["author", "created_at"], name="post_author_time"),
            models.Index(
                fields=["account", "created_at"],
                name="post_own",
                condition=models.Q(account__isnull=False),
            ),
            models.Index(
                fields=["answers", "created_at"],
                name="post_answers",
                condition=models.Q(answers__isnull=False),
            ),
        ]

    @property
    def is_own(self) -> bool:
        return self.account_id is not None

    @property
    def withholding(self) -> Withheld | None:
        """Where the network does not show it; None when it shows it everywhere."""
        return msgspec.convert(self.withheld, Withheld) if self.withheld else None


class Alias(models.Model):
    """A later id of an edited post: answers may name any version."""

    network = models.CharField(max_length=16)
    alias_id = models.CharField(max_length=64)
    post_id = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "alias_id"], name="alias_once")]
