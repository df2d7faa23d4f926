"""Words are filed without their accents, and writing without spaces by its signs; queries fold theirs the same way."""

import django.contrib.postgres.indexes
import django.db.models.expressions
from django.db import migrations

# PostgreSQL's own `unaccent` is missing from the embedded server and no two dictionaries of it agree. What is ASCII is
# left as it is. Else: ligatures, wide and narrow forms as plain letters, no accents, nothing that cannot be seen; and
# kana and Chinese signs one by one, so that a word is found as signs that follow each other.
_FOLDED = r"""
create function hark_folded(said text) returns text language sql immutable parallel safe as $$
select case when octet_length(said) = char_length(said) then said else regexp_replace(
    regexp_replace(
        normalize(said, NFKD),
        '[\u00ad\u0300-\u036f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]+', '', 'g'),
    '[\u3005\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff][\u3099\u309a]?',
    ' \& ', 'g') end
$$
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0023_hiding")]

    operations = [
        migrations.RunSQL(_FOLDED, "drop function hark_folded(text)"),
        migrations.RemoveIndex(model_name="post", name="post_words"),
        migrations.RemoveIndex(model_name="author", name="author_words"),
        migrations.AddIndex(
            model_name="post",
            index=django.contrib.postgres.indexes.GinIndex(
                django.db.models.expressions.RawSQL(
                    "(to_tsvector('simple'::regconfig, hark_folded(coalesce(text, '')))"
                    " || array_to_tsvector(array['~' || (id / 8192)::text]))",
                    [],
                ),
                name="post_words",
            ),
        ),
        migrations.AddIndex(
            model_name="author",
            index=django.contrib.postgres.indexes.GinIndex(
                django.db.models.expressions.RawSQL(
                    "(to_tsvector('simple'::regconfig, hark_folded(coalesce(name, '') || ' ' || coalesce(handle, ''))))",
                    [],
                ),
                name="author_words",
            ),
        ),
    ]
