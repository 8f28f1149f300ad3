"""The made-up valley of data/sample: ``python -m scripts.make_sample [FOLDER]`` writes it.

Nothing here is measured: places, people, roads, hazards, centres and survivors are synthetic.
"""
