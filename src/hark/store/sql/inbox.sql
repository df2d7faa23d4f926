-- name: inbox_counts
-- How many cases each counted view of the inbox holds for a person: hark.web.inbox.saved says which, in its order.
-- The states stand one by one, as the index `case_unfinished` names them.
select count(*) filter (where is_open and assignee_id = %(person)s),
    count(*) filter (where is_open and team_id in (select team_id from accounts_user_teams where user_id = %(person)s)),
    count(*) filter (where is_open and assignee_id is null),
    count(*) filter (where is_open and due_at <= %(soon)s) + (
        -- Warned of before its time: projected late. Apart from the rest, whose index does not hold these columns.
        select count(*) from store_case p
        join store_account a on a.id = p.account_id
        join store_brandaccess b on b.brand_id = a.brand_id and b.user_id = %(person)s
        where p.state in ('new', 'open') and p.due_at > %(soon)s and p.due_at <= %(ahead)s and p.warned_at < p.warn_at),
    count(*) filter (where is_open),
    count(*) filter (where is_open and stage = 3),
    count(*) filter (where id in (
        select o.case_id from store_approval p join store_outbox o on o.id = p.outbox_id
        where p.decided_at is null and o.state = 'pending_approval'
        union all select g.case_id from store_goodwill g where g.state = 'asked')),
    count(*) filter (where state = 'waiting'),
    count(*) filter (where state = 'snoozed')
from (
    select c.id, c.state, c.assignee_id, c.team_id, c.due_at, c.stage, c.state in ('new', 'open') as is_open
    from store_case c
    join store_account a on a.id = c.account_id
    join store_brandaccess b on b.brand_id = a.brand_id and b.user_id = %(person)s
    where c.state in ('new', 'open', 'waiting', 'snoozed')
) c
