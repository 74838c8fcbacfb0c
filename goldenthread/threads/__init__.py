"""The golden thread itself: typed links between any two things, walked in both directions.

Apps never import each other sideways; they register what can be linked here, and this app ties them.
"""
