"""What many clients do with a queue on Redis: each submits one job after the other, every call returning once the job is durable.

    submitter.py celery|rq --port N --clients N --processes N --seconds N

The clients are threads, spread over the processes. No worker runs. What is printed is a line of JSON: the calls that returned within
the time, of all clients together, and the seconds.
"""
import argparse
import json
import multiprocessing
import sys
import threading
import time

QUESTION = "Percent of adults who engage in no leisure-time physical activity"


def celery_submit(port, clients):
    """Celery's `delay` without a result backend: what it does least."""
    from celery import Celery
    app = Celery("bench", broker=f"redis://127.0.0.1:{port}/0")
    app.conf.update(task_ignore_result=True, broker_pool_limit=clients)

    @app.task(name="states_mean")
    def states_mean(question, to_year):
        raise NotImplementedError

    return lambda year: states_mean.delay(QUESTION, year)


def rq_submit(port, clients):
    """RQ's `enqueue` of a function that its workers would import."""
    from redis import BlockingConnectionPool, Redis
    from rq import Queue
    pool = BlockingConnectionPool(host="127.0.0.1", port=port, max_connections=clients)
    queue = Queue("bench", connection=Redis(connection_pool=pool))
    return lambda year: queue.enqueue("survey.states_mean", QUESTION, year)


SUBMITTERS = {"celery": celery_submit, "rq": rq_submit}


def submit_all(options, clients, start, counts):
    """One process: its clients, all connected and warm before the time begins."""
    try:
        submit = SUBMITTERS[options.queue](options.port, clients)
        submit(0)
    except BaseException:
        start.abort()
        raise
    calls = [0] * clients

    def client(place):
        while time.monotonic() < deadline:
            submit(calls[place])
            if time.monotonic() < deadline:
                calls[place] += 1

    start.wait()
    deadline = time.monotonic() + options.seconds
    threads = [threading.Thread(target=client, args=(place,)) for place in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts.put(sum(calls))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("queue", choices=SUBMITTERS)
    arguments.add_argument("--port", type=int, required=True)
    arguments.add_argument("--clients", type=int, required=True)
    arguments.add_argument("--processes", type=int, required=True)
    arguments.add_argument("--seconds", type=float, required=True)
    options = arguments.parse_args()
    start, counts = multiprocessing.Barrier(options.processes), multiprocessing.Queue()
    processes = [
        multiprocessing.Process(target=submit_all, args=(options, options.clients // options.processes, start, counts))
        for _ in range(options.processes)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        sys.exit(1)
    calls = sum(counts.get() for _ in processes)
    print(json.dumps({"calls": calls, "seconds": options.seconds}))


if __name__ == "__main__":
    main()
