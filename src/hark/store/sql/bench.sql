-- name: bench_authors
insert into store_author (network, author_id, handle, name, followers, verified, protected, bio, avatar_url)
select 'x', 'a' || n, 'customer_' || n, 'Customer ' || n, (n::bigint * 7919) %% 5000, false, false, '', ''
from generate_series(1, %(authors)s::int) n

-- name: bench_first_posts
-- The first post of each case: one customer, one conversation, spread evenly over the last thirty days.
insert into store_post
    (network, post_id, latest_id, author_id, account_id, answers_id, created_at, ingested_at, text, language, lane, kind,
     root_id, reply_settings, mentions, links, media, versions, replies, reposts, quotes, likes, stage, topic, sentiment,
     needs_reply, priority)
select 'x', (1000000000 + n)::text, (1000000000 + n)::text, a.id, null, null, t.at, t.at,
    '@BenchCare ' || (%(openings)s::text[])[1 + n %% cardinality(%(openings)s::text[])] || ' in ' ||
    (%(places)s::text[])[1 + (n / 7) %% cardinality(%(places)s::text[])] || ', ' ||
    (%(closings)s::text[])[1 + (n / 31) %% cardinality(%(closings)s::text[])] || ' #' || n %% 9973,
    'en', 'public', 'post', (1000000000 + n)::text, 'everyone', '[]', '{}', '[]', '[]', 0, 0, 0, 0, 1,
    (%(topics)s::text[])[1 + n %% cardinality(%(topics)s::text[])],
    case n %% 3 when 0 then 'neutral' else 'negative' end, true, (n * 37) %% 90
from generate_series(1, %(cases)s::int) n
join store_author a on a.network = 'x' and a.author_id = 'a' || (1 + (n * 13) %% %(authors)s::int)
cross join lateral (select now() - interval '30 days' * (1 - n::float / %(cases)s::int) as at) t

-- name: bench_answers
-- Half of the cases have our answer.
insert into store_post
    (network, post_id, latest_id, author_id, account_id, answers_id, created_at, ingested_at, text, language, lane, kind,
     parent_id, root_id, reply_settings, mentions, links, media, versions, replies, reposts, quotes, likes, topic,
     sentiment, needs_reply, priority)
select 'x', '2' || p.post_id, '2' || p.post_id, %(brand_author)s, %(account)s, p.author_id,
    p.created_at + interval '11 minutes', p.created_at + interval '11 minutes',
    'Sorry for the trouble. Which street are you in, please? We look at once. ^BN', 'en', 'public', 'post',
    p.post_id, p.root_id, 'everyone', '[]', '{}', '[]', '[]', 0, 0, 0, 0, '', '', false, 0
from store_post p where p.network = 'x' and p.account_id is null and p.id %% 2 = 0

-- name: bench_cases
insert into store_case
    (account_id, author_id, network, root_id, lane, state, stage, topic, sentiment, language, priority, why, snippet,
     inbound, outbound, first_inbound_at, last_inbound_at, first_response_at, last_outbound_at, unanswered_since, due_at,
     outcome, version, created_at, closed_at)
select %(account)s, p.author_id, 'x', p.root_id, 'public',
    case when p.created_at > %(open_since)s then 'new' else 'closed' end,
    1, p.topic, p.sentiment, 'en', p.priority, '[]', left(p.text, 280), 1, (p.id %% 2 = 0)::int, p.created_at, p.created_at,
    case when p.id %% 2 = 0 then p.created_at + interval '11 minutes' end,
    case when p.id %% 2 = 0 then p.created_at + interval '11 minutes' end,
    case when p.created_at > %(open_since)s then p.created_at end,
    case when p.created_at > %(open_since)s then p.created_at + interval '30 minutes' end,
    '', 1, p.created_at, case when p.created_at > %(open_since)s then null else p.created_at end
from store_post p where p.network = 'x' and p.account_id is null
