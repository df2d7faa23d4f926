-- name: bench_indexes
-- Word indexes are made once at the end: kept up row by row they take most of the seeding.
select indexname, indexdef from pg_indexes where indexname in ('post_words', 'author_words')

-- name: bench_copies
-- One row for each copy of the day and account: whose day it is, how long ago, and with which customers.
create temporary table bench_copies as
select n, 1 + n / 9 as customers, n / 3 as days, n / 3 * interval '1 day' as ago, m.base, m.account,
    (%(names)s::text[])[1 + n %% 3] as name
from generate_series(1, %(copies)s::int) n
join unnest(%(bases)s::bigint[], %(places)s::int[], %(accounts)s::bigint[]) as m(base, place, account)
    on m.place = n %% 3

-- name: bench_authors
-- The customers of the copies; each comes back for three days, and to every brand.
insert into store_author (network, author_id, handle, name, followers, verified, protected, bio, avatar_url)
select network, author_id || '.' || n, left(handle, 11) || n, name, followers, verified, protected, bio, ''
from store_author cross join generate_series(1, %(groups)s::int) n
where author_id not in (select network_id from store_account)
union all
select network, network_id, handle, handle, 1000, true, false, '', '' from store_account
on conflict do nothing

-- name: bench_posts
insert into store_post
    (network, post_id, latest_id, author_id, account_id, answers_id, created_at, ingested_at, text, language, lane, kind,
     parent_id, quoted_id, reposted_id, root_id, reply_settings, mentions, links, media, versions, replies, reposts,
     quotes, likes, stage, topic, sentiment, needs_reply, priority, verdict)
select p.network, d.n || p.post_id, d.n || p.latest_id, a.id, c.account, t.id, p.created_at - d.ago,
    p.created_at - d.ago + interval '4 seconds',
    replace(p.text, 'Curlew', d.name) || case when p.account_id is null
        then ' #' || (array['Wenlow', 'Thistlemoor', 'Quillhaven', 'Dunhallow', 'Vellin', 'Oldmere', 'Pennycross'])
            [1 + p.id %% 7] || (p.id * 31 + d.n * 7) %% 997 else '' end,
    p.language, p.lane, p.kind, d.n || p.parent_id, d.n || p.quoted_id, d.n || p.reposted_id, d.n || p.root_id,
    p.reply_settings, replace(p.mentions::text, '"Curlew', '"' || d.name)::jsonb, p.links, p.media, p.versions,
    p.replies, p.reposts, p.quotes, p.likes, p.stage, p.topic, p.sentiment, p.needs_reply, p.priority, p.verdict
from (select distinct n, customers, ago, name from bench_copies where n between %(first)s and %(last)s) d
join store_post p on p.id <= %(posts)s
join store_author speaker on speaker.id = p.author_id
join store_author a on a.network = p.network and a.author_id = case when p.account_id is null
    then speaker.author_id || '.' || d.customers else replace(speaker.author_id, 'Curlew', d.name) end
left join bench_copies c on c.n = d.n and c.base = p.account_id
left join store_author answered on answered.id = p.answers_id
left join store_author t on t.network = p.network and t.author_id = answered.author_id || '.' || d.customers
order by d.n desc, p.id

-- name: bench_cases
-- A case of today is as its posts left it; one of a day before is done.
insert into store_case
    (account_id, author_id, network, root_id, lane, state, stage, topic, sentiment, language, priority, why, snippet,
     inbound, outbound, first_inbound_at, last_inbound_at, first_response_at, last_outbound_at, unanswered_since,
     heard_at, due_at, due_kind, outcome, version, created_at, closed_at)
select c.account, a.id, k.network, c.n || k.root_id, k.lane, case when c.days = 0 then k.state else 'closed' end,
    k.stage, k.topic, k.sentiment, k.language, k.priority, k.why, replace(k.snippet, 'Curlew', c.name), k.inbound,
    k.outbound, k.first_inbound_at - c.ago, k.last_inbound_at - c.ago, k.first_response_at - c.ago,
    k.last_outbound_at - c.ago, case when c.days = 0 then k.unanswered_since end,
    case when c.days = 0 then k.heard_at end, case when c.days = 0 then k.due_at end,
    case when c.days = 0 then k.due_kind else '' end, case when c.days = 0 then '' else 'resolved' end, 1,
    k.last_inbound_at - c.ago, case when c.days > 0 then k.last_inbound_at - c.ago + interval '40 minutes' end
from bench_copies c
join store_case k on k.account_id = c.base and k.id <= %(cases)s
join store_author customer on customer.id = k.author_id
join store_author a on a.network = k.network and a.author_id = customer.author_id || '.' || c.customers
where c.n between %(first)s and %(last)s
order by c.n desc, k.id

-- name: bench_events
-- What happened to the cases of the day happened to their copies.
insert into store_event (seq, at, kind, brand_id, case_id, data)
select (select max(seq) from store_event) + row_number() over (order by k.id, e.id),
    e.at - c.ago, e.kind, account.brand_id, k.id, e.data
from bench_copies c
join store_account account on account.id = c.account
join store_case base on base.account_id = c.base and base.id <= %(cases)s
join store_author customer on customer.id = base.author_id
join store_author a on a.network = base.network and a.author_id = customer.author_id || '.' || c.customers
join store_case k on k.account_id = c.account and k.author_id = a.id and k.root_id = c.n || base.root_id
join store_event e on e.case_id = base.id
where c.n between %(first)s and %(last)s

-- name: bench_owners
update store_case set
    assignee_id = case when id %% 3 = 0 then (%(people)s::bigint[])[1 + id %% cardinality(%(people)s::bigint[])] end,
    team_id = case when id %% 2 = 0 then (%(teams)s::bigint[])[1 + id / 2 %% cardinality(%(teams)s::bigint[])] end,
    state = case when id %% 31 = 0 then 'snoozed' when id %% 3 = 0 then 'open' else state end,
    snoozed_until = case when id %% 31 = 0 then now() + interval '1 hour' * (1 + id %% 20) end
where state in ('new', 'open')
