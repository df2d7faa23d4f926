-- name: claim_answer
-- The next answer that is due, oldest first within its conversation; never past one before it that is on its way
-- or of unknown fate. What failed or waits for approval stands in nobody's way, but a part never overtakes one of
-- its own answer that is not sent.
with next as (
    select o.id from store_outbox o
    where o.state = 'queued' and o.not_before <= clock_timestamp()
      and not exists (
          select 1 from store_outbox p
          where p.conversation_key = o.conversation_key and p.id < o.id and p.state not in ('sent', 'cancelled')
            and (p.state in ('queued', 'sending', 'ambiguous', 'reconciling', 'needs_human')
                 or p.id = o.first_id or p.first_id = o.first_id))
    order by o.priority, o.id
    for update skip locked limit 1
)
update store_outbox o
set state = 'sending', lease_owner = %(owner)s, fence = fence + 1, attempt = attempt + 1,
    lease_until = clock_timestamp() + interval '60 seconds', loading = (o.media <> '[]'), tried_at = clock_timestamp(),
    -- What came before the first attempt: a later attempt must not hide the echo of an earlier one.
    since_own_id = case when o.since_own_id <> '' then o.since_own_id else coalesce((
        select p.post_id from store_post p
        where p.account_id = o.account_id and p.account_id is not null order by p.created_at desc limit 1), '') end
from next where o.id = next.id
returning o.id, o.fence, o.attempt

-- name: still_ours
-- More time for a sender that still holds its row; nothing when somebody else decided meanwhile.
update store_outbox set lease_until = clock_timestamp() + interval '60 seconds', loading = %(loading)s
where id = %(id)s and fence = %(fence)s and state = 'sending' and lease_until > clock_timestamp()
returning id

-- name: claim_removal
-- The next post of ours to take off the network, also one whose sender vanished: twice does no harm.
update store_removal r
set attempt = attempt + 1, lease_until = clock_timestamp() + interval '60 seconds'
from (
    select id from store_removal
    where state = 'asked' and not_before <= clock_timestamp()
      and (lease_until is null or lease_until < clock_timestamp())
    order by not_before, id for update skip locked limit 1
) next where r.id = next.id
returning r.id

-- name: claim_hiding
-- The next reply to hide or to show again, also one whose sender vanished: twice does no harm.
update store_hiding h
set attempt = attempt + 1, lease_until = clock_timestamp() + interval '60 seconds'
from (
    select id from store_hiding
    where state = 'asked' and not_before <= clock_timestamp()
      and (lease_until is null or lease_until < clock_timestamp())
    order by not_before, id for update skip locked limit 1
) next where h.id = next.id
returning h.id

-- name: expired_leases
-- A sender that vanished in the middle: nobody knows whether the network heard it.
select id, fence from store_outbox
where state = 'sending' and lease_until < clock_timestamp()
order by lease_until for update skip locked limit %(limit)s

-- name: due_looks
-- Answers of unknown fate whose time to be looked for has come.
select id from store_outbox
where look_at <= %(now)s and state in ('ambiguous', 'reconciling')
order by look_at for update skip locked limit %(limit)s

-- name: short_names
-- How colleagues call each person: User.short_name.
select id, coalesce(nullif(first_name, ''), username) as name from accounts_user

-- name: guard_facts
-- What the guards ask the store about an answer: handles of our other accounts on its network and names of our other
-- brands; credits granted in its case; who else has the pen; colleagues whose answer to the customer is on its way;
-- where it tags somebody, everybody who speaks or is tagged in the newest posts of the conversation; and when the
-- account last said these words (their hash, '' asks nothing) in a lane, with how often in this conversation.
with talk as (
    select author_id, mentions from store_post
    where %(tags)s and network = %(network)s and root_id = any(%(roots)s)
    order by created_at desc limit %(posts)s
), same as (
    select created_at, conversation_key from store_outbox
    where %(words)s <> '' and account_id = %(account)s and text_hash = %(words)s and lane = %(lane)s
      and state = any(%(said)s) and id <> %(row)s and created_at > least(%(since)s::timestamptz, %(here_since)s)
)
select
    array(select handle from store_account where id <> %(account)s and network = %(network)s),
    array(select distinct b.name from store_account a join store_brand b on b.id = a.brand_id
          where a.brand_id <> %(brand)s order by b.name),
    (select coalesce(sum(cents), 0)::bigint from store_goodwill where case_id = %(case)s and state = 'approved'),
    (select u.name
     from store_sendlock l join ({short_names}) u on u.id = l.holder_id
     where l.case_id = %(case)s and l.lane = %(lane)s and l.holder_id <> %(by)s and l.expires_at > %(now)s
     order by l.id limit 1),
    array(select u.name
          from store_outbox o join ({short_names}) u on u.id = o.writer_id
          where o.case_id = %(case)s and o.state = any(%(unsettled)s) and o.id <> %(row)s and o.writer_id <> %(writer)s
          group by u.name order by min(o.id)),
    array(select a.handle from talk join store_author a on a.id = talk.author_id
          union select coalesce(m ->> 'handle', '') from talk cross join jsonb_array_elements(talk.mentions) m),
    (select max(created_at) filter (where created_at > %(since)s) from same),
    (select count(*) filter (where conversation_key = %(conversation)s and created_at > %(here_since)s) from same)

-- name: put_pen_down
-- The answer is written: the writer's draft of it goes, and the lane is free for the next pen.
with draft as (
    delete from store_draft where case_id = %(case)s and writer_id = %(writer)s and lane = %(lane)s)
delete from store_sendlock where case_id = %(case)s and holder_id = %(writer)s and lane = %(lane)s
