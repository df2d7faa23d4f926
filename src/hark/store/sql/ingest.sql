-- name: stored_posts
select post_id, latest_id, withheld from store_post where network = %(network)s and post_id = any(%(ids)b)

-- name: stored_aliases
select alias_id, post_id from store_alias where network = %(network)s and alias_id = any(%(ids)b)

-- name: stored_parents
select post_id, root_id, author_id, account_id, answers_id
from store_post where network = %(network)s and post_id = any(%(ids)b)

-- name: stored_roots
select distinct root_id from store_post where network = %(network)s and root_id = any(%(ids)b)

-- name: stored_authors
select id, author_id, handle, name, followers, verified, protected
from store_author where network = %(network)s and author_id = any(%(ids)b)

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
select account_id, author_id, root_id, inbound
from store_case where network = %(network)s and root_id = any(%(roots)b)

-- name: move_posts
update store_post set root_id = %(new)s where network = %(network)s and root_id = %(old)s

-- name: cases_that_collide
-- A case on the old root whose account and author already have one on the new root.
select old.id, new.id
from store_case old
join store_case new on new.account_id = old.account_id and new.author_id = old.author_id and new.root_id = %(new)s
where old.network = %(network)s and old.root_id = %(old)s

-- name: move_cases
update store_case set root_id = %(new)s, version = version + 1
where network = %(network)s and root_id = %(old)s
returning account_id, author_id

-- name: answer_late_parents
-- Our posts that arrived before the post they answer; the parent knows better than a leading mention did.
update store_post own
set answers_id = case when parent.account_id is null then parent.author_id else parent.answers_id end
from store_post parent
where own.network = %(network)s and own.account_id is not null and own.parent_id = any(%(ids)b)
  and parent.network = own.network and parent.post_id = own.parent_id
  and (parent.account_id is null or (parent.account_id = own.account_id and parent.answers_id is not null))
  and own.answers_id is distinct from case when parent.account_id is null then parent.author_id else parent.answers_id end
returning own.post_id, own.account_id, own.answers_id, own.root_id

-- name: answered_before
-- Whom our accounts have already answered in these conversations.
select distinct account_id, answers_id, root_id
from store_post
where network = %(network)s and answers_id = any(%(authors)b) and root_id = any(%(roots)b)

-- name: late_children
-- Customers' posts that arrived before the post of ours they answer.
select child.author_id, child.root_id, parent.account_id
from store_post child
join store_post parent on parent.network = child.network and parent.post_id = child.parent_id
where child.network = %(network)s and child.parent_id = any(%(ids)b)
  and parent.account_id is not null and child.account_id is null and child.kind = 'post'

-- name: lock_cases
-- Hold the cases a live batch may change, so that nothing a person does meanwhile is overwritten. By id: no deadlock.
select c.id from store_case c
join unnest(%(accounts)b::bigint[], %(authors)b::bigint[], %(roots)b::text[]) as w(account_id, author_id, root_id)
    on c.account_id = w.account_id and c.author_id = w.author_id and c.root_id = w.root_id
order by c.id for no key update of c

-- name: case_times
-- What the posts say of each case: the customer's own posts, and our posts that answer the customer.
-- Laterals on purpose: two short index reads a case, however long the conversation and however old the statistics.
select w.account_id, w.author_id, w.root_id, heard.first_in, heard.last_in, heard.n, heard.stage, heard.lane,
    said.first_response, said.last_out, said.n, open.since, open.heard, c.id, c.state, c.last_inbound_at,
    c.topic, c.language, c.priority, c.history, c.corrected
from unnest(%(accounts)b::bigint[], %(authors)b::bigint[], %(roots)b::text[]) as w(account_id, author_id, root_id)
cross join lateral (
    select min(p.created_at) as first_in, max(p.created_at) as last_in, count(*) as n, min(p.stage) as stage,
        min(p.lane) as lane
    from store_post p
    where p.author_id = w.author_id and p.network = %(network)s and p.root_id = w.root_id
      and p.kind = 'post' and p.account_id is null
) heard
cross join lateral (
    select min(p.created_at) filter (where p.created_at > heard.first_in) as first_response,
        max(p.created_at) as last_out, count(*) as n
    from store_post p
    where p.answers_id = w.author_id and p.network = %(network)s and p.root_id = w.root_id
      -- The brand has answered whichever of its accounts spoke.
      and p.account_id in (
          select sibling.id from store_account a join store_account sibling on sibling.brand_id = a.brand_id
          where a.id = w.account_id)
) said
cross join lateral (
    select min(p.created_at) as since, min(p.ingested_at) as heard
    from store_post p
    where p.author_id = w.author_id and p.network = %(network)s and p.root_id = w.root_id
      and p.kind = 'post' and p.account_id is null and p.deleted_at is null
      and (said.last_out is null or p.created_at > said.last_out)
      and (p.needs_reply or (said.last_out is null and p.stage = 1))
) open
left join store_case c on c.account_id = w.account_id and c.author_id = w.author_id and c.root_id = w.root_id
where heard.n > 0

-- name: merged_cases
-- Cases of these customers that were merged away, and the conversation of the case that speaks for them.
select lost.account_id, lost.author_id, lost.root_id, kept.root_id
from store_case lost join store_case kept on kept.id = lost.merged_into_id
where lost.author_id = any(%(authors)b) and lost.merged_into_id is not null

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
    priority = case when excluded.snippet = '' or jsonb_exists(store_case.corrected, 'priority')
        then store_case.priority else excluded.priority end,
    why = case when excluded.snippet = '' then store_case.why else excluded.why end,
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
-- Third parties who answered the customer, or our answer to the customer.
insert into store_participant (case_id, author_id)
select distinct c.id, child.author_id
from store_post child
join store_post parent on parent.network = child.network and parent.post_id = child.parent_id
join store_case c on c.network = child.network and c.root_id = child.root_id
    and c.author_id = case when parent.account_id is null then parent.author_id else parent.answers_id end
where child.network = %(network)s and child.account_id is null and child.kind = 'post'
  and child.author_id <> c.author_id
  and (child.post_id = any(%(ids)b) or child.parent_id = any(%(ids)b) or child.root_id = any(%(roots)b))
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
