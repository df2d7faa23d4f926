-- name: claim_answer
-- The next answer that is due, oldest first within its conversation; never past an unsettled one before it.
with next as (
    select o.id from store_outbox o
    where o.state = 'queued' and o.not_before <= clock_timestamp()
      and not exists (
          select 1 from store_outbox p
          where p.conversation_key = o.conversation_key and p.id < o.id and p.state not in ('sent', 'cancelled'))
    order by o.priority, o.id
    for update skip locked limit 1
)
update store_outbox o
set state = 'sending', lease_owner = %(owner)s, fence = fence + 1, attempt = attempt + 1,
    lease_until = clock_timestamp() + interval '60 seconds', tried_at = clock_timestamp(),
    since_own_id = coalesce((
        select p.post_id from store_post p
        where p.account_id = o.account_id order by length(p.post_id) desc, p.post_id desc limit 1), '')
from next where o.id = next.id
returning o.id, o.fence, o.attempt

-- name: expired_leases
-- A sender that vanished in the middle: nobody knows whether the network heard it.
select id, fence from store_outbox
where state = 'sending' and lease_until < clock_timestamp()
order by lease_until for update skip locked limit %(limit)s
