"""The attacks as tasks of Inspect, the AI Security Institute's framework, against the HTTP door of a running service.

No model is called by Inspect and no hub is asked: the solver puts each question to the door, and the scorers read the
reply and the pages that it cites, as anybody outside could. Needs the extra `eval`; nothing else here imports Inspect.

    inspect eval fingerpost/evaluate/inspect/tasks.py --model none -T address=http://127.0.0.1:8000
    python -m fingerpost.evaluate.inspect --address http://127.0.0.1:8000 --logs logs --bundle bundle
"""
