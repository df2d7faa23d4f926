-- name: beat
-- A sign of life on a case; tells whether it is news: somebody came, came back, or does something else now.
with before as (
    select doing, lane, expires_at from store_presence where case_id = %(case)s and person_id = %(person)s
), put as (
    insert into store_presence (case_id, person_id, doing, lane, expires_at)
    values (%(case)s, %(person)s, %(doing)s, %(lane)s, %(expires)s)
    on conflict (case_id, person_id) do update
    set doing = excluded.doing, lane = excluded.lane, expires_at = excluded.expires_at
    returning doing, lane
)
select not exists (
    select 1 from before where before.doing = put.doing and before.lane = put.lane and before.expires_at > %(now)s)
from put

-- name: take_lock
-- Mine if it is free, over, or mine already; no row comes back when somebody else has it.
insert into store_sendlock (case_id, lane, holder_id, taken_at, expires_at)
values (%(case)s, %(lane)s, %(person)s, %(now)s, %(expires)s)
on conflict (case_id, lane) do update
set holder_id = excluded.holder_id, expires_at = excluded.expires_at,
    taken_at = case when store_sendlock.holder_id = excluded.holder_id then store_sendlock.taken_at
        else excluded.taken_at end
where store_sendlock.holder_id = excluded.holder_id or store_sendlock.expires_at <= %(now)s or %(over)s
returning id

-- name: sweep_presence
with gone as (
    delete from store_presence where expires_at <= %(now)s returning case_id
)
select g.case_id, a.brand_id from gone g
join store_case c on c.id = g.case_id join store_account a on a.id = c.account_id
