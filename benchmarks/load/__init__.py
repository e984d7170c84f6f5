"""The other side of every measurement: a Bot API on loopback and the people who press buttons, in one fast process.

Not the simulator: this one checks nothing and remembers little, so that it is never what is measured. It says
itself how busy it was.
"""
