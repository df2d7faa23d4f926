-- name: question_facts
-- What is known before anything is looked for: the brand's accounts and their handles, and which of the words the
-- dictionary takes for stop words ("simple" takes none).
select
    array(select id from store_account where brand_id = %(brand)s order by id),
    array(select handle from store_account where brand_id = %(brand)s order by id),
    array(select word from unnest(%(words)s::text[]) word where ts_lexize(%(dictionary)s::regdictionary, word) = '{}')

-- name: faulty
-- Posts of ours that left over one of the `faults` (kinds of guards): they are no example.
select o.account_id, o.external_post_id
from store_outbox o
join store_event e on e.case_id = o.case_id and e.kind = 'guard_overruled' and e.data->>'guard' = any(%(faults)s)
    and (e.data->>'outbox')::bigint in (o.id, o.first_id)

-- name: newest_answered
-- What was asked in public and what we answered, the newest of each account: (case, question, topic, language, sentiment,
-- answer, when, customer's handle and name). Only what stands on the network counts, whoever sent it, and no `faulty` one.
select c.id, q.text, q.topic, coalesce(nullif(q.language, ''), c.language), q.sentiment,
    a.text, a.created_at, p.handle, p.name
from unnest(%(accounts)s::bigint[]) as mine(account)
cross join lateral (
    select account_id, answers_id, network, post_id, parent_id, root_id, text, created_at
    from store_post
    where account_id = mine.account and answers_id is not null and parent_id is not null and lane = 'public'
      and deleted_at is null
    order by created_at desc limit %(reach)s
) a
join store_post q on q.network = a.network and q.post_id = a.parent_id and q.account_id is null and q.deleted_at is null
join store_case c on c.account_id = a.account_id and c.author_id = a.answers_id and c.root_id = a.root_id
join store_author p on p.id = q.author_id
where c.id <> %(case)s
  and not exists (select from ({faulty}) f where f.account_id = a.account_id and f.external_post_id = a.post_id)

-- name: answered_about
-- The same for questions that hold rare words, however old. The expression is post_words' own.
select c.id, q.text, q.topic, coalesce(nullif(q.language, ''), c.language), q.sentiment,
    a.text, a.created_at, p.handle, p.name
from (
    select network, post_id, author_id, text, topic, language, sentiment
    from store_post
    where (to_tsvector('simple'::regconfig, hark_folded(coalesce(text, '')))
            || array_to_tsvector(array['~' || (id / 8192)::text]))
          @@ to_tsquery('simple', hark_folded(%(words)s))
      and account_id is null and lane = 'public' and deleted_at is null
    order by created_at desc limit %(reach)s
) q
join store_post a on a.network = q.network and a.parent_id = q.post_id and a.account_id = any(%(accounts)s)
    and a.lane = 'public' and a.deleted_at is null
join store_case c on c.account_id = a.account_id and c.author_id = a.answers_id and c.root_id = a.root_id
join store_author p on p.id = q.author_id
where c.id <> %(case)s
  and not exists (select from ({faulty}) f where f.account_id = a.account_id and f.external_post_id = a.post_id)

-- name: articles_about
-- Articles of a brand that hold any of the words, best first. The expression is article_words' own.
select id, title, text, link, topics
from store_article
where brand_id = %(brand)s and language in ('', %(language)s)
  and to_tsvector('simple'::regconfig, coalesce(title, '') || ' ' || coalesce(text, '')) @@ to_tsquery('simple', %(words)s)
order by ts_rank(to_tsvector('simple'::regconfig, coalesce(title, '') || ' ' || coalesce(text, '')),
                 to_tsquery('simple', %(words)s)) desc, id
limit %(limit)s
