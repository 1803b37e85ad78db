"""Files spoilt by chance, and what every reader says of them.

``python -m eval.fuzz --reader docx --inputs 10000 --seed 1 --processes 2``. An input is made from a real file by chance that
the seed, the reader and the input's number decide alone, so that any of them can be made again, and a run goes on where it was
stopped. An input either reads or is refused in Chinese, in its time and memory; nothing is left behind by it. What does
otherwise is kept, made as small as it can be, and told.
"""
