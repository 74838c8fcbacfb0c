"""How groups meet: series, agendas, papers, attendance and quoracy, minutes, decisions and directions.

Serves the governance of a partnership's published arrangements (Working Together, arrangements; domain guide 8.5).
"""
