-- name: search_words
-- Cases whose posts hold the words, newest post first. `floor` keeps the reading to the newest rows: the caller widens it
-- until enough is found, so that a common word costs no more than a rare one. The expression is post_words' own.
select c.id, max(p.created_at) as at, count(*) as hits
from (
    select network, root_id, author_id, answers_id, created_at
    from store_post
    where to_tsvector('simple'::regconfig, coalesce(text, '')) @@ to_tsquery('simple', %(words)s)
      and id > %(floor)s
    order by created_at desc limit %(reach)s
) p
join store_case c on c.network = p.network and c.root_id = p.root_id
    and c.author_id in (p.author_id, p.answers_id)
where c.account_id = any(%(accounts)s)
  and (%(states)s::text[] is null or c.state = any(%(states)s))
  and (%(topic)s = '' or c.topic = %(topic)s)
  and (%(language)s = '' or c.language = %(language)s)
  and (%(sentiment)s = '' or c.sentiment = %(sentiment)s)
  and (%(lane)s = '' or c.lane = %(lane)s)
  and (%(assignee)s::bigint is null or c.assignee_id = %(assignee)s)
group by c.id order by at desc limit %(limit)s

-- name: search_people
-- Cases of authors whose name or handle holds the words. The expression is author_words' own.
select c.id, c.last_inbound_at as at, 1 as hits
from (
    select id from store_author
    where to_tsvector('simple'::regconfig, coalesce(name, '') || ' ' || coalesce(handle, ''))
          @@ to_tsquery('simple', %(words)s)
    limit %(reach)s
) a
join store_case c on c.author_id = a.id
where c.account_id = any(%(accounts)s)
  and (%(states)s::text[] is null or c.state = any(%(states)s))
  and (%(topic)s = '' or c.topic = %(topic)s)
  and (%(language)s = '' or c.language = %(language)s)
  and (%(sentiment)s = '' or c.sentiment = %(sentiment)s)
  and (%(lane)s = '' or c.lane = %(lane)s)
  and (%(assignee)s::bigint is null or c.assignee_id = %(assignee)s)
order by at desc limit %(limit)s

-- name: newest_post
select coalesce(max(id), 0) from store_post
