"""For policy officers: a figure of the rules is proposed by one person, and put in force by another."""
