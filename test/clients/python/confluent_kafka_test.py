"""confluent-kafka of Python against a running registry: what its serializers really send and read."""

import json
import os
import sys
import unittest
import uuid

from confluent_kafka.schema_registry import (
    Metadata,
    MetadataProperties,
    MetadataTags,
    Rule,
    RuleKind,
    RuleMode,
    RuleParams,
    RuleSet,
    Schema,
    SchemaReference,
    SchemaRegistryClient,
    SchemaRegistryError,
    header_schema_id_serializer,
)
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.json_schema import JSONDeserializer, JSONSerializer
from confluent_kafka.schema_registry.protobuf import ProtobufDeserializer, ProtobufSerializer
from confluent_kafka.schema_registry.rules.cel.cel_executor import CelExecutor
from confluent_kafka.serialization import MessageField, SerializationContext, SerializationError
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

URL = os.environ["CONCORDAT_REGISTRY_URL"]
# What runs rules of type CEL; nothing registers it by itself.
CelExecutor.register()
EVENT = {"id": "o-1", "customer": {"email": "a@example.com"}}


def client():
    """A new one each time, so that no answer comes from a cache."""
    return SchemaRegistryClient({"url": URL})


def value_of(topic, headers=None):
    return SerializationContext(topic, MessageField.VALUE, headers)


def proto_messages():
    """order.proto imports customer.proto, built without a compiler."""
    customer = descriptor_pb2.FileDescriptorProto(
        name="shop/customer.proto", package="shop", syntax="proto3"
    )
    message = customer.message_type.add(name="Customer")
    message.field.add(name="email", number=1, label=1, type=9, json_name="email")
    order = descriptor_pb2.FileDescriptorProto(
        name="shop/order.proto", package="shop", syntax="proto3", dependency=[customer.name]
    )
    message = order.message_type.add(name="Order")
    message.field.add(name="id", number=1, label=1, type=9, json_name="id")
    message.field.add(
        name="customer", number=2, label=1, type=11, type_name=".shop.Customer", json_name="customer"
    )
    pool = descriptor_pool.DescriptorPool()
    for each in (customer, order):
        pool.Add(each)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("shop.Order"))


Order = proto_messages()


class Avro:
    kind = "AVRO"
    reference = "shop.Customer"
    customer = json.dumps(
        {
            "type": "record",
            "name": "Customer",
            "namespace": "shop",
            "fields": [{"name": "email", "type": "string"}],
        }
    )
    order = json.dumps(
        {
            "fields": [{"type": "string", "name": "id"}, {"name": "customer", "type": "shop.Customer"}],
            "namespace": "shop",
            "name": "Order",
            "type": "record",
        }
    )

    @staticmethod
    def serializer(conf, schema=None):
        return AvroSerializer(client(), schema, conf=conf)

    @staticmethod
    def deserializer():
        return AvroDeserializer(client())


class Json:
    kind = "JSON"
    reference = "customer.json"
    customer = json.dumps(
        {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "type": "object",
            "properties": {"email": {"type": "string"}},
            "required": ["email"],
        }
    )
    order = json.dumps(
        {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "type": "object",
            "properties": {"id": {"type": "string"}, "customer": {"$ref": "customer.json"}},
            "required": ["id"],
        }
    )

    @staticmethod
    def serializer(conf, schema=None):
        return JSONSerializer(schema, client(), conf=conf)

    @staticmethod
    def deserializer():
        return JSONDeserializer(None, schema_registry_client=client())


class InTwoLanguages:
    def setUp(self):
        language = self.language
        self.topic = f"python-{language.kind.lower()}-{self._testMethodName}"
        self.subject = f"{self.topic}-value"
        customer = f"{self.topic}-customer"
        client().register_schema(customer, Schema(language.customer, language.kind))
        self.schema = Schema(
            language.order, language.kind, [SchemaReference(language.reference, customer, 1)]
        )
        self.registered = client().register_schema_full_response(self.subject, self.schema)

    def use_latest(self, **more):
        return {"auto.register.schemas": False, "use.latest.version": True, **more}

    def test_registers_and_looks_up(self):
        found = client().lookup_schema(self.subject, self.schema)
        self.assertEqual((found.schema_id, found.version), (self.registered.schema_id, 1))
        self.assertEqual(client().register_schema(self.subject, self.schema), found.schema_id)
        by_id = client().get_schema(found.schema_id, self.subject)
        self.assertEqual(json.loads(by_id.schema_str)["type"], json.loads(self.schema.schema_str)["type"])
        self.assertEqual(by_id.references[0].name, self.language.reference)
        self.assertEqual(client().get_versions(self.subject), [1])
        self.assertTrue(client().test_compatibility(self.subject, self.schema))
        by_guid = client().get_schema_by_guid(self.registered.guid)
        self.assertEqual(by_guid.schema_str, by_id.schema_str)

    def test_id_before_the_bytes(self):
        data = self.language.serializer(self.use_latest())(EVENT, value_of(self.topic))
        self.assertEqual(data[:5], b"\x00" + self.registered.schema_id.to_bytes(4, "big"))
        self.assertEqual(self.language.deserializer()(data, value_of(self.topic)), EVENT)

    def test_guid_in_a_header(self):
        headers = []
        conf = self.use_latest(**{"schema.id.serializer": header_schema_id_serializer})
        data = self.language.serializer(conf)(EVENT, value_of(self.topic, headers))
        guid = uuid.UUID(client().lookup_schema(self.subject, self.schema).guid)
        self.assertEqual(headers, [("__value_schema_id", b"\x01" + guid.bytes)])
        self.assertEqual(self.language.deserializer()(data, value_of(self.topic, headers)), EVENT)

    def test_metadata_rules_and_the_latest_with_metadata(self):
        rule = Rule(
            "idIsThere", "An order has an id.", RuleKind.CONDITION, RuleMode.WRITE, "CEL", ["checked"],
            RuleParams({"why": "because"}), "message.id != ''", None, "ERROR", False,
        )
        for major in ("1", "2"):
            metadata = Metadata(
                MetadataTags({"**.email": ["PII"]}), MetadataProperties({"major": major}), ["email"]
            )
            owned = Schema(
                self.schema.schema_str, self.language.kind, self.schema.references,
                metadata, RuleSet(None, [rule]),
            )
            client().register_schema(self.subject, owned)
        first = client().get_latest_with_metadata(self.subject, {"major": "1"})
        self.assertEqual(first.version, 2)
        self.assertEqual(first.schema.rule_set.domain_rules[0].expr, "message.id != ''")
        self.assertEqual(first.schema.metadata.properties.properties, {"major": "1"})
        conf = {"auto.register.schemas": False, "use.latest.with.metadata": {"major": "1"}}
        serializer = self.language.serializer(conf)
        data = serializer(EVENT, value_of(self.topic))
        self.assertEqual(int.from_bytes(data[1:5], "big"), first.schema_id)
        self.assertEqual(self.language.deserializer()(data, value_of(self.topic)), EVENT)
        # The rule came back whole enough to be run.
        with self.assertRaises(Exception):
            serializer({**EVENT, "id": ""}, value_of(self.topic))

    def test_refusals_bear_the_codes_of_the_dialect(self):
        with self.assertRaises(SchemaRegistryError) as unknown:
            client().lookup_schema(self.subject, Schema('"int"' if self.language is Avro else "{}", self.language.kind))
        self.assertEqual((unknown.exception.http_status_code, unknown.exception.error_code), (404, 40403))
        with self.assertRaises(SchemaRegistryError) as wrong:
            client().register_schema(self.subject, Schema("{nothing", self.language.kind))
        self.assertEqual(wrong.exception.error_code, 42201)


class AvroTest(InTwoLanguages, unittest.TestCase):
    language = Avro

    def test_another_order_of_attributes_is_the_same_schema(self):
        again = Schema(
            json.dumps(dict(reversed(json.loads(self.schema.schema_str).items()))),
            "AVRO", self.schema.references,
        )
        self.assertEqual(client().register_schema(self.subject, again), self.registered.schema_id)

    def test_registers_by_itself(self):
        alone = json.dumps({"type": "record", "name": "Alone", "fields": [{"name": "n", "type": "long"}]})
        data = Avro.serializer({}, alone)({"n": 7}, value_of(f"{self.topic}-auto"))
        self.assertEqual(Avro.deserializer()(data, value_of(f"{self.topic}-auto")), {"n": 7})


class JsonTest(InTwoLanguages, unittest.TestCase):
    language = Json


class ProtobufTest(unittest.TestCase):
    def setUp(self):
        self.topic = f"python-protobuf-{self._testMethodName}"
        self.event = Order(id="o-1")
        self.event.customer.email = "a@example.com"

    def read(self, data, headers=None):
        deserializer = ProtobufDeserializer(Order, {}, client())
        return deserializer(data, value_of(self.topic, headers))

    def test_registers_file_and_import_and_reads_back(self):
        serializer = ProtobufSerializer(Order, client(), {})
        data = serializer(self.event, value_of(self.topic))
        latest = client().get_latest_version(f"{self.topic}-value")
        self.assertEqual(data[:6], b"\x00" + latest.schema_id.to_bytes(4, "big") + b"\x00")
        self.assertEqual(latest.schema.references[0].name, "shop/customer.proto")
        self.assertEqual(self.read(data), self.event)
        # A second serializer, as after a restart, registers nothing new.
        ProtobufSerializer(Order, client(), {})(self.event, value_of(self.topic))
        self.assertEqual(client().get_versions(f"{self.topic}-value"), [1])

    def test_looks_up_what_is_registered_as_a_descriptor(self):
        ProtobufSerializer(Order, client(), {})(self.event, value_of(self.topic))
        conf = {"auto.register.schemas": False}
        data = ProtobufSerializer(Order, client(), conf)(self.event, value_of(self.topic))
        self.assertEqual(self.read(data), self.event)
        text = client().get_latest_version(f"{self.topic}-value").schema.schema_str
        self.assertIn("message Order", text)

    def test_guid_in_a_header(self):
        headers = []
        conf = {"schema.id.serializer": header_schema_id_serializer}
        data = ProtobufSerializer(Order, client(), conf)(self.event, value_of(self.topic, headers))
        guid = uuid.UUID(client().get_latest_version(f"{self.topic}-value").guid)
        name, value = headers[0]
        self.assertEqual((name, value[:17]), ("__value_schema_id", b"\x01" + guid.bytes))
        self.assertEqual(self.read(data, headers), self.event)


if __name__ == "__main__":
    result = unittest.TextTestRunner(verbosity=2).run(unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"]))
    failed = len(result.failures) + len(result.errors) + len(result.skipped)
    print(json.dumps({"passed": result.testsRun - failed, "failed": failed}))
