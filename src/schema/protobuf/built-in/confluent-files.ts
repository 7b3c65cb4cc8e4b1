/** What the serializers of Confluent import without registering it; a registry has it built in. */
export const CONFLUENT_FILES: Readonly<Record<string, string>> = {
  'confluent/meta.proto': `
syntax = "proto3";
package confluent;
import "google/protobuf/descriptor.proto";
option java_package = "io.confluent.protobuf";
option go_package = "../confluent";
message Meta {
  string doc = 1; map<string, string> params = 2; repeated string tags = 3;
}
extend google.protobuf.FileOptions { Meta file_meta = 1088; }
extend google.protobuf.MessageOptions { Meta message_meta = 1088; }
extend google.protobuf.FieldOptions { Meta field_meta = 1088; }
extend google.protobuf.EnumOptions { Meta enum_meta = 1088; }
extend google.protobuf.EnumValueOptions { Meta enum_value_meta = 1088; }
`,
  'confluent/type/decimal.proto': `
syntax = "proto3";
package confluent.type;
option java_package = "io.confluent.protobuf.type";
option java_outer_classname = "DecimalProto";
option java_multiple_files = true;
option go_package = "../types";
message Decimal {
  bytes value = 1; uint32 precision = 2; int32 scale = 3;
}
`,
};
