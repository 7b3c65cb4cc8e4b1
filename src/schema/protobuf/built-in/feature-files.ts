/** Features of single languages, which files of an edition import. */
export const FEATURE_FILES: Readonly<Record<string, string>> = {
  'google/protobuf/cpp_features.proto': `
syntax = "proto2";
package pb;
import "google/protobuf/descriptor.proto";
message CppFeatures {
  enum StringType {
    STRING_TYPE_UNKNOWN = 0; VIEW = 1; CORD = 2; STRING = 3;
  }
  enum RepeatedType {
    REPEATED_TYPE_UNKNOWN = 0; LEGACY = 1; PROXY = 2;
  }
  optional bool legacy_closed_enum = 1; optional CppFeatures.StringType string_type = 2;
  optional bool enum_name_uses_string_view = 3;
  optional CppFeatures.RepeatedType repeated_type = 4;
}
extend google.protobuf.FeatureSet { optional CppFeatures cpp = 1000; }
`,
  'google/protobuf/go_features.proto': `
syntax = "proto2";
package pb;
import "google/protobuf/descriptor.proto";
option go_package = "google.golang.org/protobuf/types/gofeaturespb";
option cc_enable_arenas = true;
message GoFeatures {
  enum APILevel {
    API_LEVEL_UNSPECIFIED = 0; API_OPEN = 1; API_HYBRID = 2; API_OPAQUE = 3;
  }
  enum StripEnumPrefix {
    STRIP_ENUM_PREFIX_UNSPECIFIED = 0; STRIP_ENUM_PREFIX_KEEP = 1;
    STRIP_ENUM_PREFIX_GENERATE_BOTH = 2; STRIP_ENUM_PREFIX_STRIP = 3;
  }
  message OptimizeModeFeature {
    enum OptimizeMode {
      OPTIMIZE_MODE_UNSPECIFIED = 0; SPEED = 1; CODE_SIZE = 2;
    }
  }
  optional bool legacy_unmarshal_json_enum = 1; optional GoFeatures.APILevel api_level = 2;
  optional GoFeatures.StripEnumPrefix strip_enum_prefix = 3;
  optional GoFeatures.OptimizeModeFeature.OptimizeMode optimize_mode = 4;
}
extend google.protobuf.FeatureSet { optional GoFeatures go = 1002; }
`,
  'google/protobuf/java_features.proto': `
syntax = "proto2";
package pb;
import "google/protobuf/descriptor.proto";
option java_package = "com.google.protobuf";
option java_outer_classname = "JavaFeaturesProto";
option cc_enable_arenas = true;
message JavaFeatures {
  enum Utf8Validation {
    UTF8_VALIDATION_UNKNOWN = 0; DEFAULT = 1; VERIFY = 2;
  }
  message NestInFileClassFeature {
    enum NestInFileClass {
      NEST_IN_FILE_CLASS_UNKNOWN = 0; NO = 1; YES = 2; LEGACY = 3;
    }
    reserved 1 to max;
  }
  optional bool legacy_closed_enum = 1;
  optional JavaFeatures.Utf8Validation utf8_validation = 2; optional bool large_enum = 3;
  optional bool use_old_outer_classname_default = 4;
  optional JavaFeatures.NestInFileClassFeature.NestInFileClass nest_in_file_class = 5;
  reserved 6;
}
extend google.protobuf.FeatureSet { optional JavaFeatures java = 1001; }
`,
};
