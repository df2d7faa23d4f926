-- name: alone_with_network
-- One batch of a network at a time. What a batch looks up is what was just written, so it is in memory, where a page here
-- costs what a page there does: without saying so, a hundred thousand posts are read through rather than looked up.
select pg_advisory_xact_lock(hashtextextended('ingest:' || %(network)s::text, 0)),
    set_config('random_page_cost', '1.1', true)

-- name: known_rows
-- How many rows the planner believes the posts have; less than none: it has never looked.
select reltuples::bigint from pg_class where oid = 'store_post'::regclass

-- name: make_room_for_words
select set_config('gin_pending_list_limit', %(size)s::text, false)

-- name: file_words
select gin_clean_pending_list('post_words'::regclass)

-- Look-ups join unnest instead of asking `= any(array)`: the planner holds each element of an array against every common
-- value of the column, which for two thousand ids takes longer than finding the rows.

-- name: stored_posts
select p.post_id, p.latest_id, p.withheld, p.created_at
from unnest(%(ids)b::text[]) as wanted(id)
join store_post p on p.network = %(network)s and p.post_id = wanted.id

-- name: stored_aliases
select a.alias_id, a.post_id
from unnest(%(ids)b::text[]) as wanted(id)
join store_alias a on a.network = %(network)s and a.alias_id = wanted.id

-- name: stored_parents
select p.post_id, p.root_id, p.author_id, p.account_id, p.answers_id
from unnest(%(ids)b::text[]) as wanted(id)
join store_post p on p.network = %(network)s and p.post_id = wanted.id

-- name: stored_roots
select wanted.id
from unnest(%(ids)b::text[]) as wanted(id)
where exists (select from store_post p where p.network = %(network)s and p.root_id = wanted.id)

-- name: stored_authors
select a.id, a.author_id, a.handle, a.name, a.followers, a.verified, a.protected
from unnest(%(ids)b::text[]) as wanted(id)
join store_author a on a.network = %(network)s and a.author_id = wanted.id

-- name: put_authors
insert into store_author
    (network, author_id, handle, name, followers, verified, protected, bio, avatar_url, joined_at)
select %(network)s, * from unnest(
    %(ids)b::text[], %(handles)b::text[], %(names)b::text[], %(followers)b::bigint[], %(verified)b::bool[],
    %(protected)b::bool[], %(bios)b::text[], %(avatars)b::text[], %(joined)b::timestamptz[])
on conflict (network, author_id) do update set
    handle = coalesce(nullif(excluded.handle, ''), store_author.handle),
    name = coalesce(nullif(excluded.name, ''), store_author.name),
    followers = coalesce(excluded.followers, store_author.followers),
    verified = excluded.verified, protected = excluded.protected,
    bio = coalesce(nullif(excluded.bio, ''), store_author.bio),
    avatar_url = coalesce(nullif(excluded.avatar_url, ''), store_author.avatar_url),
    joined_at = coalesce(excluded.joined_at, store_author.joined_at)
returning id, author_id

-- name: stored_cases
select c.account_id, c.author_id, c.root_id
from unnest(%(authors)b::bigint[], %(roots)b::text[]) as spoken(author_id, root_id)
join store_case c on c.network = %(network)s and c.root_id = spoken.root_id and c.author_id = spoken.author_id

-- name: looked_at
-- Cases of these conversations that a page has open, also those that were merged into the case it shows.
select c.account_id, c.author_id, c.root_id
from store_presence p
cross join lateral (
    select * from store_case shown where shown.id = p.case_id
    union all
    select * from store_case lost where lost.merged_into_id = p.case_id
) c
where p.expires_at > %(now)s and c.network = %(network)s and c.root_id = any(%(roots)b::text[])

-- name: move_posts
update store_post set root_id = %(new)s where network = %(network)s and root_id = %(old)s

-- name: cases_that_collide
-- A case on the old root whose account and author already have one on the new root.
select old.id, new.id
from store_case old
join store_case new on new.account_id = old.account_id and new.author_id = old.author_id and new.root_id = %(new)s
where old.network = %(network)s and old.root_id = %(old)s

-- name: point_at_posts
update store_post child set parent_id = later.post_id
from unnest(%(versions)b::text[], %(posts)b::text[]) as later(version, post_id)
where child.network = %(network)s and child.parent_id = later.version
returning child.parent_id

-- name: date_back
update store_post p set created_at = first.said
from unnest(%(ids)b::text[], %(times)b::timestamptz[]) as first(id, said)
where p.network = %(network)s and p.post_id = first.id
returning p.author_id, p.answers_id, p.root_id

-- name: cases_that_grow
-- Cases on the new root whose customer speaks, or is answered, on the old one.
select distinct c.account_id, c.author_id
from store_post p
join store_case c on c.network = %(network)s and c.root_id = %(new)s and c.author_id in (p.author_id, p.answers_id)
where p.network = %(network)s and p.root_id = %(old)s

-- name: move_cases
update store_case set root_id = %(new)s, version = version + 1
where network = %(network)s and root_id = %(old)s
returning account_id, author_id

-- name: answer_late_parents
-- Our posts that arrived before the post they answer; the parent knows better than a leading mention did. Another
-- account's post is nobody's. Whom the post answered before is returned too: that case is one post poorer.
with better as (
    select own.id, own.answers_id as before,
        case when parent.account_id is null then parent.author_id
            when parent.account_id = own.account_id then parent.answers_id
        end as answers
    from unnest(%(ids)b::text[]) as arrived(id)
    join store_post parent on parent.network = %(network)s and parent.post_id = arrived.id
    join store_post own on own.network = %(network)s and own.account_id is not null and own.parent_id = arrived.id
)
update store_post own set answers_id = better.answers
from better where own.id = better.id and better.answers is distinct from better.before
returning own.post_id, own.account_id, better.before, own.answers_id, own.root_id

-- name: answered_before
-- Whom our accounts have already answered in these conversations.
select distinct p.account_id, p.answers_id, p.root_id
from unnest(%(authors)b::bigint[], %(roots)b::text[]) as spoken(author_id, root_id)
join store_post p on p.network = %(network)s and p.root_id = spoken.root_id and p.answers_id = spoken.author_id

-- name: answered_in
-- Whom our accounts have answered in these conversations, which have grown together with others.
select distinct p.account_id, p.answers_id, p.root_id
from unnest(%(roots)b::text[]) as grown(root_id)
join store_post p on p.network = %(network)s and p.root_id = grown.root_id and p.answers_id is not null

-- name: late_children
-- Customers' posts that arrived before the post of ours they answer.
select child.author_id, child.root_id, parent.account_id
from unnest(%(ids)b::text[]) as arrived(id)
join store_post parent on parent.network = %(network)s and parent.post_id = arrived.id
join store_post child on child.network = %(network)s and child.parent_id = arrived.id
where parent.account_id is not null and child.account_id is null and child.kind = 'post'

-- name: lock_cases
-- Hold the cases a live batch may change, so that nothing a person does meanwhile is overwritten. By id: no deadlock.
select c.id from store_case c
join unnest(%(accounts)b::bigint[], %(authors)b::bigint[], %(roots)b::text[]) as w(account_id, author_id, root_id)
    on c.account_id = w.account_id and c.author_id = w.author_id and c.root_id = w.root_id
order by c.id for no key update of c

-- name: case_times
-- What the posts say of each case: the customer's own posts, and our posts that answer the customer.
-- A lateral on purpose: one short index read a case, however long the conversation and however old the statistics.
select w.account_id, w.author_id, w.root_id, said.first_in, said.last_in, said.heard, said.stage, said.lane,
    said.first_response, said.last_out, said.answered, said.since, said.held, c.id, c.state, c.last_inbound_at,
    c.unanswered_since, c.topic, c.language, c.priority, c.history, c.corrected
from unnest(%(accounts)b::bigint[], %(authors)b::bigint[], %(roots)b::text[]) as w(account_id, author_id, root_id)
join store_account a on a.id = w.account_id
cross join lateral (
    select min(first_in) as first_in, max(created_at) filter (where inbound) as last_in,
        count(*) filter (where inbound) as heard, min(stage) filter (where inbound) as stage,
        min(lane) filter (where inbound) as lane,
        min(created_at) filter (where not inbound and created_at >= first_in) as first_response,
        max(last_out) as last_out, count(*) filter (where not inbound) as answered,
        min(created_at) filter (where waits) as since, min(ingested_at) filter (where waits) as held
    from (
        select created_at, ingested_at, stage, lane, inbound, first_in, last_out,
            inbound and deleted_at is null and (last_out is null or created_at > last_out)
                and (needs_reply or (last_out is null and stage = 1)) as waits
        from (
            select p.created_at, p.ingested_at, p.stage, p.lane, p.deleted_at, p.needs_reply,
                p.account_id is null as inbound,
                min(p.created_at) filter (where p.account_id is null) over () as first_in,
                max(p.created_at) filter (where p.account_id is not null) over () as last_out
            from store_post p
            where p.network = %(network)s and p.root_id = w.root_id
              and (p.author_id = w.author_id and p.account_id is null and p.kind = 'post'
                   -- The brand has answered whichever of its accounts spoke.
                   or p.answers_id = w.author_id and exists (
                       select from store_account own where own.id = p.account_id and own.brand_id = a.brand_id))
        ) spoken
    ) timed
) said
left join store_case c on c.account_id = w.account_id and c.author_id = w.author_id and c.root_id = w.root_id
where said.heard > 0

-- name: merged_cases
-- Cases of these customers that were merged away, and the conversation of the case that speaks for them.
select lost.account_id, lost.author_id, lost.root_id, kept.root_id
from unnest(%(authors)b::bigint[]) as wanted(author_id)
join store_case lost on lost.author_id = wanted.author_id and lost.merged_into_id is not null
join store_case kept on kept.id = lost.merged_into_id

-- name: put_cases
insert into store_case
    (account_id, author_id, network, root_id, lane, state, stage, topic, sentiment, language, priority, why, snippet,
     inbound, outbound, first_inbound_at, last_inbound_at, first_response_at, last_outbound_at, unanswered_since,
     due_at, due_kind, due_calendar, warn_at, heard_at, history, route_at,
     closed_at, outcome, version, created_at)
select account_id, author_id, %(network)s, root_id, lane, state, stage, topic, sentiment, language, priority,
    why::jsonb, snippet, inbound, outbound, first_in, last_in, first_response, last_out, unanswered, due,
    due_kind, due_calendar, warn, heard, history::jsonb,
    case when routes then %(now)s::timestamptz end, case when state = 'closed' then last_in end, '', 1, %(now)s
from unnest(%(accounts)b::bigint[], %(authors)b::bigint[], %(roots)b::text[], %(lanes)b::text[], %(states)b::text[],
    %(stages)b::smallint[], %(topics)b::text[], %(sentiments)b::text[], %(languages)b::text[], %(priorities)b::float[],
    %(whys)b::text[], %(snippets)b::text[], %(inbound)b::int[], %(outbound)b::int[], %(first_in)b::timestamptz[],
    %(last_in)b::timestamptz[], %(first_response)b::timestamptz[], %(last_out)b::timestamptz[],
    %(unanswered)b::timestamptz[], %(due)b::timestamptz[], %(due_kinds)b::text[], %(due_calendars)b::int[],
    %(warn)b::timestamptz[], %(heard)b::timestamptz[], %(histories)b::text[],
    %(routes)b::bool[])
    as c(account_id, author_id, root_id, lane, state, stage, topic, sentiment, language, priority, why, snippet,
         inbound, outbound, first_in, last_in, first_response, last_out, unanswered, due, due_kind, due_calendar,
         warn, heard, history, routes)
on conflict (account_id, author_id, root_id) do update set
    state = excluded.state, stage = excluded.stage,
    topic = case when jsonb_exists(store_case.corrected, 'topic') then store_case.topic
        else coalesce(nullif(excluded.topic, ''), store_case.topic) end,
    sentiment = coalesce(nullif(excluded.sentiment, ''), store_case.sentiment),
    language = coalesce(nullif(excluded.language, ''), store_case.language),
    -- Below zero: as it was.
    priority = case when excluded.priority < 0 or jsonb_exists(store_case.corrected, 'priority')
        then store_case.priority else excluded.priority end,
    why = case when excluded.priority < 0 then store_case.why else excluded.why end,
    snippet = coalesce(nullif(excluded.snippet, ''), store_case.snippet),
    inbound = excluded.inbound, outbound = excluded.outbound,
    first_inbound_at = excluded.first_inbound_at, last_inbound_at = excluded.last_inbound_at,
    first_response_at = excluded.first_response_at, last_outbound_at = excluded.last_outbound_at,
    unanswered_since = excluded.unanswered_since, heard_at = excluded.heard_at, history = excluded.history,
    due_at = excluded.due_at, due_kind = excluded.due_kind, due_calendar = excluded.due_calendar,
    warn_at = excluded.warn_at, route_at = coalesce(excluded.route_at, store_case.route_at),
    warned_at = case when excluded.due_at = store_case.due_at then store_case.warned_at end,
    overdue_at = case when excluded.due_at = store_case.due_at then store_case.overdue_at end,
    escalated_at = case when excluded.due_at = store_case.due_at then store_case.escalated_at end,
    assignee_id = case when store_case.state = 'closed' and excluded.state <> 'closed'
            and store_case.closed_at < %(now)s::timestamptz - make_interval(hours => coalesce((
                select r.reopen_hours from store_brandrules r join store_account a on a.brand_id = r.brand_id
                where a.id = store_case.account_id), 168))
        then null else store_case.assignee_id end,
    closed_at = case when excluded.state = 'closed' then store_case.closed_at end,
    outcome = case when excluded.state = 'closed' then store_case.outcome else '' end,
    snoozed_until = case when excluded.state = 'snoozed' then store_case.snoozed_until end,
    version = store_case.version + 1
returning id, account_id, author_id, root_id, (xmax = 0) as is_new

-- name: put_participants
-- Third parties who answered the customer, or our answer to the customer: posts of the batch, posts that waited for one
-- of it, and everything said before in a conversation that has a new case or has grown together with another. Who
-- answered whom is found first: a crowded conversation has many cases, and each post answers one of them.
with said as materialized (
    select child.id, child.root_id, child.author_id, child.parent_id
    from unnest(%(ids)b::text[]) as batch(id)
    join store_post child on child.network = %(network)s and child.post_id = batch.id
    where child.account_id is null and child.kind = 'post' and child.parent_id is not null
    union
    select child.id, child.root_id, child.author_id, child.parent_id
    from unnest(%(ids)b::text[]) as batch(id)
    join store_post child on child.network = %(network)s and child.parent_id = batch.id
    where child.account_id is null and child.kind = 'post'
    union
    select child.id, child.root_id, child.author_id, child.parent_id
    from unnest(%(roots)b::text[]) as opened(root_id)
    join store_post child on child.network = %(network)s and child.root_id = opened.root_id
    where child.account_id is null and child.kind = 'post' and child.parent_id is not null
), answered as materialized (
    select distinct said.root_id, said.author_id as third,
        case when parent.account_id is null then parent.author_id else parent.answers_id end as customer
    from said
    join store_post parent on parent.network = %(network)s and parent.post_id = said.parent_id
)
insert into store_participant (case_id, author_id)
select distinct c.id, answered.third
from answered
join store_case c on c.network = %(network)s and c.root_id = answered.root_id and c.author_id = answered.customer
where answered.third <> answered.customer
on conflict do nothing

-- name: join_participant
insert into store_participant (case_id, author_id)
select %(kept)s, author_id from store_participant where case_id = %(lost)s
on conflict do nothing

-- name: join_note
-- Everything colleagues put on the case goes along; a tag or ticket the kept case has already is dropped.
with prepared as (update store_prepared set case_id = %(kept)s where case_id = %(lost)s),
reminder as (update store_reminder set case_id = %(kept)s where case_id = %(lost)s),
notification as (update store_notification set case_id = %(kept)s where case_id = %(lost)s),
goodwill as (update store_goodwill set case_id = %(kept)s where case_id = %(lost)s),
correction as (update store_correction set case_id = %(kept)s where case_id = %(lost)s),
merged as (update store_case set merged_into_id = nullif(%(kept)s, id) where merged_into_id = %(lost)s),
merge_kept as (update store_merge set kept_id = %(kept)s where kept_id = %(lost)s and lost_id <> %(kept)s),
merge_gone as (delete from store_merge where lost_id = %(lost)s or (kept_id = %(lost)s and lost_id = %(kept)s)),
tag as (
    update store_casetag t set case_id = %(kept)s where t.case_id = %(lost)s
      and not exists (select 1 from store_casetag k where k.case_id = %(kept)s and k.name = t.name)
), tag_twice as (
    delete from store_casetag t where t.case_id = %(lost)s
      and exists (select 1 from store_casetag k where k.case_id = %(kept)s and k.name = t.name)
), ticket as (
    update store_ticketlink t set case_id = %(kept)s where t.case_id = %(lost)s and not exists (
        select 1 from store_ticketlink k
        where k.case_id = %(kept)s and k.system = t.system and k.number = t.number)
), ticket_twice as (
    delete from store_ticketlink t where t.case_id = %(lost)s and exists (
        select 1 from store_ticketlink k
        where k.case_id = %(kept)s and k.system = t.system and k.number = t.number)
)
update store_note set case_id = %(kept)s where case_id = %(lost)s

-- name: join_event
update store_event set case_id = %(kept)s where case_id = %(lost)s

-- name: join_outbox
with pictures as (
    update store_picture set case_id = %(kept)s where case_id = %(lost)s
), removals as (
    update store_removal set case_id = %(kept)s where case_id = %(lost)s
), hidings as (
    update store_hiding set case_id = %(kept)s where case_id = %(lost)s
)
update store_outbox set case_id = %(kept)s where case_id = %(lost)s

-- name: join_draft
update store_draft d set case_id = %(kept)s
where d.case_id = %(lost)s
  and not exists (select 1 from store_draft k where k.case_id = %(kept)s and k.writer_id = d.writer_id and k.lane = d.lane)

-- name: join_case
-- The kept case keeps its people; it takes the lost one's where it has none, and the livelier state.
update store_case kept set
    assignee_id = coalesce(kept.assignee_id, lost.assignee_id),
    team_id = coalesce(kept.team_id, lost.team_id),
    state = case when kept.state = 'closed' then lost.state else kept.state end,
    version = kept.version + 1
from store_case lost where kept.id = %(kept)s and lost.id = %(lost)s

-- name: drop_case
with gone as (
    delete from store_participant where case_id = %(lost)s
), presence as (
    delete from store_presence where case_id = %(lost)s
), locks as (
    delete from store_sendlock where case_id = %(lost)s
), drafts as (
    delete from store_draft where case_id = %(lost)s
)
delete from store_case where id = %(lost)s
