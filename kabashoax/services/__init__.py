"""Every write of Kabas Hoax, by what a person does; the demo (demo.py) and the measuring (evaluating.py) too."""
