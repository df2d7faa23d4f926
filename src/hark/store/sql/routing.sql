-- name: poke_queue
-- Somebody has room: the most urgent unowned cases of their brands are looked at again now, not at the next round.
-- Those that somebody holds just now are left to that round, so that nobody waits for nobody.
with urgent as (
    select waiting.id
    from store_queuepolicy q
    cross join lateral (
        select c.id from store_case c
        join store_account a on a.id = c.account_id
        where a.brand_id = q.brand_id and c.assignee_id is null and c.state in ('new', 'open')
          and c.route_at > %(now)s
        order by c.priority desc, c.due_at, c.id limit 20
    ) waiting
    where q.mode = 'push' and exists (
        select 1 from store_brandaccess b
        join store_agentprofile p on p.user_id = b.user_id and p.available
        where b.brand_id = q.brand_id and p.capacity > (
            select count(*) from store_case o
            where o.assignee_id = p.user_id and o.state in ('new', 'open') and o.unanswered_since is not null)
    )
), held as (
    select c.id from store_case c where c.id in (select id from urgent)
    order by c.id for no key update of c skip locked
)
update store_case set route_at = %(now)s where id in (select id from held)
