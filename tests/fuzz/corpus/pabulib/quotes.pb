META
key;value
description;Test
country;Netherlands
unit;Dorp
instance;2026
num_projects;2
num_votes;2
budget;100
vote_type;approval
rule;unknown
date_begin;01.03.2026
date_end;31.03.2026
PROJECTS
project_id;cost;name
"a;1";60;"Bank; ""groen""
met rug"
"b""c";50;"""Boom""" x
VOTES
voter_id;vote
1;"a;1"
"2";" a;1 , b""c "
