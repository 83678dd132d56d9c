package tunebench.service.http;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tunebench.protocol.EventId;
import tunebench.protocol.Wire;

/** JSON schemas of records, enums and sealed interfaces, each written once. */
final class Schemas {
  private final ObjectNode all;
  private final Set<Class<?>> begun = new HashSet<>();

  Schemas(ObjectNode all) {
    this.all = all;
  }

  /** A schema of the type; of records and their like, a reference to it. */
  ObjectNode of(Type type) {
    if (type instanceof ParameterizedType generic) {
      return ofGeneric(generic);
    }
    Class<?> plain = (Class<?>) type;
    ObjectNode schema = JsonMapper.shared().createObjectNode();
    if (plain == String.class || plain == EventId.class) {
      return schema.put("type", "string");
    }
    if (plain == Instant.class) {
      return schema.put("type", "string").put("format", "date-time");
    }
    if (plain == boolean.class || plain == Boolean.class) {
      return schema.put("type", "boolean");
    }
    if (plain == double.class || plain == Double.class) {
      // NaN and the infinities are strings.
      schema.putArray("type").add("number").add("string");
      return schema;
    }
    if (plain.isPrimitive() || Number.class.isAssignableFrom(plain)) {
      return schema.put("type", "integer");
    }
    define(plain);
    return schema.put("$ref", "#/components/schemas/" + name(plain));
  }

  private ObjectNode ofGeneric(ParameterizedType type) {
    ObjectNode schema = JsonMapper.shared().createObjectNode();
    if (type.getRawType() == Map.class) {
      schema.put("type", "object");
      schema.set("additionalProperties", of(type.getActualTypeArguments()[1]));
    } else {
      schema.put("type", "array");
      schema.set("items", of(type.getActualTypeArguments()[0]));
    }
    return schema;
  }

  private void define(Class<?> type) {
    if (!begun.add(type)) {
      return;
    }
    ObjectNode schema = all.putObject(name(type));
    if (type.isEnum()) {
      ArrayNode words = schema.put("type", "string").putArray("enum");
      List.of(type.getEnumConstants()).forEach(word -> words.add(((Enum<?>) word).name()));
    } else if (type.isSealed()) {
      ArrayNode choices = schema.putArray("oneOf");
      Wire.leaves(type).forEach(leaf -> choices.add(of(leaf)));
    } else if (type.isRecord()) {
      record(schema, type);
    } else {
      throw new IllegalStateException("no schema for " + type);
    }
  }

  private void record(ObjectNode schema, Class<?> type) {
    ObjectNode properties = schema.put("type", "object").putObject("properties");
    ArrayNode required = schema.putArray("required");
    if (Wire.tagged(type)) {
      properties.putObject("type").put("const", type.getSimpleName());
      required.add("type");
    }
    for (RecordComponent component : type.getRecordComponents()) {
      properties.set(component.getName(), of(component.getGenericType()));
      if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        required.add(component.getName());
      }
    }
  }

  /** Nested types carry their owner's name, for some names occur twice. */
  private static String name(Class<?> type) {
    Class<?> owner = type.getEnclosingClass();
    return owner == null
        ? type.getSimpleName()
        : owner.getSimpleName() + "." + type.getSimpleName();
  }
}
