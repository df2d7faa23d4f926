-- name: wall_cases
-- Every unfinished case of these brands and what it counts as. The wall's numbers and its lists all read this.
select c.id, c.assignee_id, c.team_id, c.unanswered_since, c.due_at, c.priority,
    c.state in ('new', 'open') as is_open,
    c.state in ('new', 'open') and c.unanswered_since is not null as is_waiting,
    c.state in ('new', 'open') and c.assignee_id is null as is_unassigned,
    c.state in ('new', 'open') and c.due_at > %(now)s and (c.due_at <= %(soon)s or c.warned_at < c.warn_at) as is_at_risk,
    c.state in ('new', 'open') and c.due_at <= %(now)s as is_overdue,
    c.state = 'waiting' as is_customer,
    c.state = 'snoozed' as is_snoozed
from store_case c join store_account a on a.id = c.account_id
where a.brand_id = any(%(brands)s) and c.state <> 'closed'

-- name: wall_counts
-- One row for all, one a person, one a team. `level`: 3 all, 1 a person, 2 a team (grouping of assignee, team).
select grouping(w.assignee_id, w.team_id) as level, w.assignee_id, w.team_id,
    count(*) filter (where is_open), count(*) filter (where is_waiting), count(*) filter (where is_unassigned),
    count(*) filter (where is_at_risk), count(*) filter (where is_overdue), count(*) filter (where is_customer),
    count(*) filter (where is_snoozed), min(w.unanswered_since) filter (where is_waiting)
from ({wall_cases}) w
group by grouping sets ((), (w.assignee_id), (w.team_id))

-- name: wall_listed
-- The cases behind one number, the nearest deadline first. `person` and `team` of 0 are "any", a person of -1 nobody.
select w.id, count(*) over () from ({wall_cases}) w
where case %(flag)s::text
        when 'open' then is_open when 'waiting' then is_waiting when 'unassigned' then is_unassigned
        when 'at-risk' then is_at_risk when 'overdue' then is_overdue when 'customer' then is_customer
        when 'snoozed' then is_snoozed end
  and (%(person)s::bigint = 0 or coalesce(w.assignee_id, -1) = %(person)s::bigint)
  and (%(team)s::bigint = 0 or w.team_id = %(team)s::bigint)
order by w.due_at nulls last, w.unanswered_since nulls last, w.priority desc, w.id
limit %(limit)s

-- name: wall_arrivals
-- Customers' posts of the brands' cases, by the network's own time.
select distinct p.id, p.created_at, c.id as case_id
from store_case c
join store_account a on a.id = c.account_id
join store_post p on p.network = c.network and p.root_id = c.root_id and p.author_id = c.author_id
where a.brand_id = any(%(brands)s) and c.last_inbound_at >= %(since)s
  and p.created_at >= %(since)s and p.created_at < %(until)s and p.account_id is null and p.kind = 'post'

-- name: wall_answers
-- Our posts to customers, by the network's own time, with the case they belong to.
select p.id, p.created_at, c.id as case_id
from store_post p
join store_account a on a.id = p.account_id
left join store_case c on c.account_id = p.account_id and c.author_id = p.answers_id and c.root_id = p.root_id
where a.brand_id = any(%(brands)s) and p.answers_id is not null
  and p.created_at >= %(since)s and p.created_at < %(until)s

-- name: wall_flow
-- Arrivals and answers by bucket: (bucket from 0, "in" or "out", how many posts).
select floor(extract(epoch from created_at - %(since)s::timestamptz) / %(step)s)::int as bucket, side, count(*)
from (
    select id, created_at, 'in' as side from ({wall_arrivals}) i group by id, created_at
    union all
    select id, created_at, 'out' from ({wall_answers}) o
) flow
group by 1, 2

-- name: wall_arrived
-- The cases somebody wrote in during a stretch of time.
select case_id, count(*) over () from ({wall_arrivals}) i
group by case_id order by max(created_at) desc, case_id limit %(limit)s

-- name: wall_answered
-- The cases we spoke in during a stretch of time.
select case_id, count(*) over () from ({wall_answers}) o where case_id is not null
group by case_id order by max(created_at) desc, case_id limit %(limit)s

-- name: wall_latest
-- The newest posts of customers: (post, case).
select id, min(case_id) from ({wall_arrivals}) i group by id, created_at order by created_at desc, id desc limit %(limit)s

-- name: wall_worked
-- Cases each person answered in since a moment: (person, how many).
select o.writer_id, count(distinct o.case_id) from store_outbox o join store_account a on a.id = o.account_id
where a.brand_id = any(%(brands)s) and o.sent_at >= %(since)s
group by 1

-- name: wall_worked_cases
-- The cases one person answered in since a moment.
select o.case_id, count(*) over () from store_outbox o join store_account a on a.id = o.account_id
where a.brand_id = any(%(brands)s) and o.sent_at >= %(since)s and o.writer_id = %(person)s
group by o.case_id order by max(o.sent_at) desc, o.case_id limit %(limit)s
