-- name: tell_event
-- One fact more in the story; listeners wake when the transaction commits.
with told as (
    insert into store_event (at, kind, case_id, brand_id, actor_id, data)
    values (%(at)s, %(kind)s, %(case)s, %(brand)s, %(actor)s, %(data)s::jsonb))
select pg_notify(%(channel)s, '')

-- name: last_seq
select coalesce(max(seq), 0) from store_event

-- name: hints_after
select e.seq, e.kind, e.case_id, coalesce(e.brand_id, 0), coalesce(c.version, 0), array[e.id]
from store_event e left join store_case c on c.id = e.case_id
where e.seq > %(seq)s order by e.seq limit %(limit)s

-- name: stamp_events
-- Give what has been committed its place in the story. The caller holds the dispatcher's lock.
update store_event e set seq = s.seq
from (
    select id, (select coalesce(max(seq), 0) from store_event) + row_number() over (order by id) as seq
    from (select id from store_event where seq is null order by id limit %(limit)s) as waiting
) s
where e.id = s.id
