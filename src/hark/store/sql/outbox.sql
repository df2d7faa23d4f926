-- name: claim_answer
-- The next answer that is due, oldest first within its conversation; never past one before it that is on its way
-- or of unknown fate. What failed or waits for approval stands in nobody's way, but the rest of a thread stops.
with next as (
    select o.id from store_outbox o
    where o.state = 'queued' and o.not_before <= clock_timestamp()
      and not exists (
          select 1 from store_outbox p
          where p.conversation_key = o.conversation_key and p.id < o.id and p.state not in ('sent', 'cancelled')
            and (p.state in ('queued', 'sending', 'ambiguous', 'reconciling', 'needs_human') or p.seq < o.seq))
    order by o.priority, o.id
    for update skip locked limit 1
)
update store_outbox o
set state = 'sending', lease_owner = %(owner)s, fence = fence + 1, attempt = attempt + 1,
    lease_until = clock_timestamp() + interval '60 seconds', tried_at = clock_timestamp(),
    -- What came before the first attempt: a later attempt must not hide the echo of an earlier one.
    since_own_id = case when o.since_own_id <> '' then o.since_own_id else coalesce((
        select p.post_id from store_post p
        where p.account_id = o.account_id and p.account_id is not null order by p.created_at desc limit 1), '') end
from next where o.id = next.id
returning o.id, o.fence, o.attempt

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
