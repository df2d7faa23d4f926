-- name: search_words
-- Cases whose posts hold the words, newest post first, out of the newest `reach` of those posts; the first row says
-- how many posts that were. `shelves` keeps the reading to shelves of 8,192 posts, as a tsquery, '' for all: the index
-- knows the shelf of a post as a word, so a common word is looked for where the newest posts stand and nowhere else.
-- A post belongs to the case of its author or of whom it answers, so posts are gathered by person and conversation:
-- each such pair is one case an account, cases come in the order of the pairs, and reading ends with the last one wanted.
-- The expression is post_words' own; the words are folded as those of the posts were.
with heard as materialized (
    select network, root_id, author_id, answers_id, created_at
    from store_post
    where (to_tsvector('simple'::regconfig, hark_folded(coalesce(text, '')))
            || array_to_tsvector(array['~' || (id / 8192)::text]))
          @@ (to_tsquery('simple', hark_folded(%(words)s)) && %(shelves)s::tsquery)
    order by created_at desc limit %(reach)s
), talks as (
    select h.network, h.root_id, person.id as author_id, max(h.created_at) as at
    from heard h cross join lateral (values (h.author_id), (h.answers_id)) person (id)
    where person.id is not null
    group by h.network, h.root_id, person.id
    order by at desc
), found as (
    select c.id, t.at
    from talks t
    join store_case c on c.network = t.network and c.root_id = t.root_id and c.author_id = t.author_id
    where c.account_id = any(%(accounts)s)
      and (%(states)s::text[] is null or c.state = any(%(states)s))
      and (%(topic)s = '' or c.topic = %(topic)s)
      and (%(language)s = '' or c.language = %(language)s)
      and (%(sentiment)s = '' or c.sentiment = %(sentiment)s)
      and (%(lane)s = '' or c.lane = %(lane)s)
      and (%(assignee)s::bigint is null or c.assignee_id = %(assignee)s)
    order by t.at desc limit %(limit)s
)
select count(*), null from heard union all (select id, at from found)

-- name: search_people
-- Cases of authors whose name or handle holds the words, newest first, out of `reach` cases of this person's accounts;
-- whoever has none takes nobody's place. At most `people` are looked at: a letter that names begin with finds half of
-- everybody. The expression is author_words' own. Lateral on purpose: one short index read an author, whatever the
-- statistics say of the filters.
select c.id, c.at
from (
    select theirs.*, theirs.last_inbound_at as at
    from (
        select id from store_author
        where to_tsvector('simple'::regconfig, hark_folded(coalesce(name, '') || ' ' || coalesce(handle, '')))
              @@ to_tsquery('simple', hark_folded(%(words)s))
        limit %(people)s
    ) a
    cross join lateral (
        select id, last_inbound_at, state, topic, language, sentiment, lane, assignee_id
        from store_case where author_id = a.id and account_id = any(%(accounts)s)
        order by last_inbound_at desc limit %(limit)s
    ) theirs
    limit %(reach)s
) c
where (%(states)s::text[] is null or c.state = any(%(states)s))
  and (%(topic)s = '' or c.topic = %(topic)s)
  and (%(language)s = '' or c.language = %(language)s)
  and (%(sentiment)s = '' or c.sentiment = %(sentiment)s)
  and (%(lane)s = '' or c.lane = %(lane)s)
  and (%(assignee)s::bigint is null or c.assignee_id = %(assignee)s)
order by c.at desc limit %(limit)s

-- name: search_latest
-- Cases by filters alone, out of the newest `latest`.
select c.id, c.last_inbound_at as at
from (
    select id, last_inbound_at, state, topic, language, sentiment, lane, assignee_id
    from store_case where account_id = any(%(accounts)s)
    order by last_inbound_at desc limit %(latest)s
) c
where (%(states)s::text[] is null or c.state = any(%(states)s))
  and (%(topic)s = '' or c.topic = %(topic)s)
  and (%(language)s = '' or c.language = %(language)s)
  and (%(sentiment)s = '' or c.sentiment = %(sentiment)s)
  and (%(lane)s = '' or c.lane = %(lane)s)
  and (%(assignee)s::bigint is null or c.assignee_id = %(assignee)s)
order by at desc limit %(limit)s

-- name: newest_post
select coalesce(max(id), 0) from store_post
