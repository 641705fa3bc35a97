#!/usr/bin/env python3
"""Makes signatures.json: how botocore signs calls of S3 with Signature Version 4.

    pip install botocore && python3 Tests/Golden/signatures.py

Written with botocore 1.43.11. SignatureV4Tests compares.
"""

import datetime
import hashlib
import json
import pathlib
import random
from unittest import mock

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials

PARTS = ["France", "2024-05-01", "Paris.csv", "a=b", "a:b", "a%2Fb", "%25", "é", "北京", "🚌", "~x", "a b", "a+b", "L'Aquila",
         "(x)", "!", "*", "@", "&", ",", ";", "..", "-", "_"]
NAMES = ["prefix", "delimiter", "start-after", "continuation-token", "list-type", "uploads", "uploadId", "partNumber", "X", "a", "a-"]
VALUES = ["", "/", "a b", "a+b", "1/x=", "é", "France/2024-05-01", "%", "~", "=&?#", "2"]
FIELDS = [("if-match", '"d41d8cd98f00b204e9800998ecf8427e"'), ("range", "bytes=7-"), ("content-type", "application/xml"),
          ("x-amz-meta-tally", "a   b  c"), ("x-amz-meta-b", "B;c=d")]


def quoted(text, keep=""):
    return "".join(
        c if c.isascii() and (c.isalnum() or c in "-._~" + keep) else "".join(f"%{b:02X}" for b in c.encode()) for c in text)


def case(draw):
    moment = datetime.datetime(2013, 1, 1) + datetime.timedelta(seconds=draw.randrange(20 * 365 * 86400))
    token = draw.choice([None, None, "token/with+signs=="])
    access, secret = f"AKID{draw.randrange(10**6)}", "".join(draw.choices("abcXYZ019+/", k=40))
    region = draw.choice(["us-east-1", "eu-central-1", "garage"])
    host = draw.choice(["bucket.s3.eu-central-1.amazonaws.com", "127.0.0.1:9000", "[::1]:8333", "minio"])
    path = "/" + "/".join(draw.choices(PARTS, k=draw.randint(0, 4)))
    names = draw.sample(NAMES, k=draw.randint(0, 4))
    query = [(name, draw.choice(VALUES)) for name in names]
    fields = draw.sample(FIELDS, k=draw.randint(0, 3))
    body = bytes(draw.randrange(256) for _ in range(draw.choice([0, 1, 100])))
    digest = hashlib.sha256(body).hexdigest()
    text = "&".join(f"{quoted(n)}={quoted(v)}" for n, v in query)
    url = f"http://{host}{quoted(path, '/')}" + (f"?{text}" if text else "")
    request = AWSRequest(method=draw.choice(["GET", "PUT", "POST", "DELETE", "HEAD"]), url=url, data=body)
    for name, value in fields:
        request.headers[name] = value
    request.headers["Host"] = host
    request.headers["X-Amz-Content-SHA256"] = digest
    signer = botocore.auth.S3SigV4Auth(Credentials(access, secret, token), "s3", region)
    # botocore leaves these for what is between it and a server; a server signs what it sees.
    request.context["payload_signing_enabled"] = True
    with mock.patch("botocore.auth.get_current_datetime", return_value=moment):
        signer.add_auth(request)
    return {
        "accessKey": access, "secretKey": secret, "token": token, "region": region, "method": request.method, "host": host,
        "path": path, "query": [list(pair) for pair in query], "fields": [list(pair) for pair in fields], "digest": digest,
        "seconds": int(moment.replace(tzinfo=datetime.timezone.utc).timestamp()),
        "authorization": request.headers["Authorization"],
    }


def main():
    draw = random.Random(7)
    cases = [case(draw) for _ in range(60)]
    place = pathlib.Path(__file__).with_name("signatures.json")
    place.write_text(json.dumps(cases, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
