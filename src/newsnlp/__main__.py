"""`python -m newsnlp`: the command line where its script is not on the path."""

from newsnlp.cli import main

if __name__ == "__main__":
    main()
