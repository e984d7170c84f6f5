"""What is done to the bot on purpose: kills, bad weather, rubbish. The short forms are tests, the long ones a verb.

./run torture kills --database sqlite --kills 300
"""
