"""Learning: the recipe behind the shipped weights, and a company's own models. Needs scikit-learn;
labelling does not.
"""
