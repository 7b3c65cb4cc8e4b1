"""What leaves as ODCS, held against the official schema and read by the official model."""

import importlib.resources
import json
import os
import sys
import unittest
import urllib.request

import jsonschema
from open_data_contract_standard.model import OpenDataContractStandard

URL = os.environ["CONCORDAT_REGISTRY_URL"]
OFFICIAL = json.loads(
    importlib.resources.files("open_data_contract_standard").joinpath("schema.json").read_text()
)
AVRO = {
    "type": "record",
    "name": "Parcel",
    "fields": [
        {"name": "id", "type": "string", "doc": "Which one."},
        {"name": "sentAt", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["BOX", "TUBE"]}},
        {"name": "weights", "type": {"type": "array", "items": "double"}},
        {"name": "to", "type": ["null", {"type": "record", "name": "To", "fields": []}], "default": None},
    ],
}
JSON_SCHEMA = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string", "description": "Which one."},
        "email": {"type": "string"},
        "lines": {"type": "array", "items": {"type": "object", "properties": {"n": {"type": "integer"}}}},
        "either": {"anyOf": [{"type": "string"}, {"type": "number"}]},
        "open": True,
    },
}
PROTO = """syntax = "proto3";
message Ticket { string id = 1; repeated Line lines = 2; map<string, int32> seats = 3;
  oneof paid { bool cash = 4; string card = 5; } }
message Line { int64 n = 1; }"""


def post(path, document):
    body = json.dumps(document).encode()
    request = urllib.request.Request(URL + path, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def exported(name, format, definition, **more):
    post("/v1/contracts", {
        "apiVersion": "concordat/v1", "kind": "EventContract", "id": f"odcs.{name}",
        "owner": {"team": "shipping", "contact": "#shipping"}, "domain": "shipping",
        "description": {"purpose": "Tells.", "limitations": "Not all."}, "tags": ["a"],
        "schema": {"format": format, "definition": definition},
        "channel": {"topic": f"odcs.{name}", "retention": "P30D"}, **more,
    })
    with urllib.request.urlopen(f"{URL}/v1/contracts/odcs.{name}/exports/odcs") as answer:
        return json.load(answer)


class OdcsExports(unittest.TestCase):
    def check(self, document):
        jsonschema.Draft201909Validator(OFFICIAL).validate(document)
        read = OpenDataContractStandard.model_validate(document)
        self.assertEqual(read.apiVersion, "v3.1.0")
        return {each.name: each for each in read.schema_[0].properties}

    def test_json_schema(self):
        fields = {"/email": {"classification": "pii.contact"}}
        found = self.check(exported("json", "json-schema", JSON_SCHEMA, fields=fields))
        self.assertEqual(found["id"].required, True)
        self.assertEqual(found["email"].classification, "pii.contact")

    def test_avro(self):
        found = self.check(exported("avro", "avro", AVRO))
        self.assertEqual(found["weights"].logicalType, "array")

    def test_protobuf(self):
        found = self.check(exported("proto", "protobuf", PROTO))
        self.assertEqual(found["lines"].logicalType, "array")

    def test_the_official_schema_can_refuse(self):
        document = exported("json", "json-schema", JSON_SCHEMA)
        with self.assertRaises(jsonschema.ValidationError):
            self.check({**document, "kind": "EventContract"})


if __name__ == "__main__":
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    failed = len(result.failures) + len(result.errors) + len(result.skipped)
    print(json.dumps({"passed": result.testsRun - failed, "failed": failed}))
