package org.polarfold.backbone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A safetensors file (format of the project of that name, 0.x): eight bytes that tell the length of
 * a JSON header, the header, and the values, which it holds without gaps and overlaps.
 */
final class SafeTensors implements WeightFile {

  private static final int LONGEST_HEADER = 16 << 20;
  private static final int MOST_TENSORS = 100_000;
  private static final int MOST_DIMENSIONS = 8;
  private static final String METADATA = "__metadata__";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Kinds of numbers, with their bytes. Whole numbers are only stepped over. */
  private enum Kind {
    F64(8),
    F32(4),
    F16(2),
    BF16(2),
    I64(8),
    I32(4),
    I16(2),
    I8(1),
    U8(1),
    BOOL(1);

    private final int bytes;

    Kind(int bytes) {
      this.bytes = bytes;
    }
  }

  /** An array's kind, sizes, and place behind the header. */
  private record Tensor(Kind kind, long[] shape, int from, int to) {}

  private final ByteBuffer data;
  private final Map<String, Tensor> tensors;

  private SafeTensors(ByteBuffer data, Map<String, Tensor> tensors) {
    this.data = data;
    this.tensors = tensors;
  }

  /**
   * Reads the header.
   *
   * @throws WeightFlaw where the file is not such, or not whole
   */
  static SafeTensors of(byte[] file) throws WeightFlaw {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    long length = file.length < Long.BYTES ? -1 : bytes.getLong();
    if (length < 2 || length > Math.min(LONGEST_HEADER, file.length - Long.BYTES)) {
      throw new WeightFlaw("a safetensors file, whose first eight bytes tell its header's length");
    }
    String header = new String(file, Long.BYTES, (int) length, StandardCharsets.UTF_8);
    int start = Long.BYTES + (int) length;
    ByteBuffer data =
        ByteBuffer.wrap(file, start, file.length - start).slice().order(ByteOrder.LITTLE_ENDIAN);
    return new SafeTensors(data, tensors(parsed(header), data.capacity()));
  }

  private static JsonNode parsed(String header) throws WeightFlaw {
    try {
      JsonNode root = JSON.readTree(header);
      if (root != null && root.isObject() && root.size() <= MOST_TENSORS) {
        return root;
      }
    } catch (JsonProcessingException | StackOverflowError e) {
      // Told below; the parser's message would show what stands in the file.
    }
    throw new WeightFlaw("a safetensors file, whose header is JSON and names each array once");
  }

  private static Map<String, Tensor> tensors(JsonNode header, int size) throws WeightFlaw {
    Map<String, Tensor> tensors = new TreeMap<>();
    for (String name : (Iterable<String>) header::fieldNames) {
      if (!name.equals(METADATA)) {
        tensors.put(name, tensor(header.path(name), size));
      }
    }
    List<Tensor> inOrder = new ArrayList<>(tensors.values());
    inOrder.sort(Comparator.comparingInt(Tensor::from).thenComparingInt(Tensor::to));
    int end = 0;
    for (Tensor tensor : inOrder) {
      if (tensor.from != end) {
        throw new WeightFlaw("arrays that neither overlap nor leave gaps");
      }
      end = tensor.to;
    }
    if (end != size) {
      throw new WeightFlaw(
          "as many bytes as its header says, " + end + " behind the header, and there are " + size);
    }
    return Collections.unmodifiableMap(tensors);
  }

  private static Tensor tensor(JsonNode told, int size) throws WeightFlaw {
    Kind kind =
        Arrays.stream(Kind.values())
            .filter(known -> known.name().equals(told.path("dtype").asText()))
            .findFirst()
            .orElseThrow(() -> new WeightFlaw("arrays of " + Arrays.toString(Kind.values())));
    JsonNode sizes = told.path("shape");
    JsonNode offsets = told.path("data_offsets");
    if (!sizes.isArray() || sizes.size() > MOST_DIMENSIONS || offsets.size() != 2) {
      throw new WeightFlaw("a shape and two offsets for every array");
    }
    long[] shape = new long[sizes.size()];
    long count = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = whole(sizes.path(i), size);
      count = Math.min(count * shape[i], Integer.MAX_VALUE);
    }
    long from = whole(offsets.path(0), size);
    long to = whole(offsets.path(1), size);
    if (to - from != count * kind.bytes) {
      throw new WeightFlaw("arrays that are as long as their shapes say, within the file");
    }
    return new Tensor(kind, shape, (int) from, (int) to);
  }

  private static long whole(JsonNode number, int most) throws WeightFlaw {
    if (!number.isIntegralNumber()
        || !number.canConvertToLong()
        || number.asLong() < 0
        || number.asLong() > most) {
      throw new WeightFlaw("sizes and offsets within the file");
    }
    return number.asLong();
  }

  @Override
  public Set<String> names() {
    return tensors.keySet();
  }

  @Override
  public long[] shape(String name) {
    return tensor(name).shape.clone();
  }

  private Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no array of this name: " + name);
    }
    return tensor;
  }

  @Override
  public float[] values(String name) {
    Tensor tensor = tensor(name);
    float[] values = new float[(tensor.to - tensor.from) / tensor.kind.bytes];
    for (int i = 0; i < values.length; i++) {
      int at = tensor.from + i * tensor.kind.bytes;
      values[i] =
          switch (tensor.kind) {
            case F64 -> (float) data.getDouble(at);
            case F32 -> data.getFloat(at);
            case F16 -> half(data.getShort(at));
            case BF16 -> Float.intBitsToFloat(data.getShort(at) << 16);
            case I64 -> data.getLong(at);
            case I32 -> data.getInt(at);
            case I16 -> data.getShort(at);
            case I8 -> data.get(at);
            case U8, BOOL -> data.get(at) & 0xFF;
          };
    }
    return values;
  }

  /** A number of 16 bits of IEEE 754: sign, five bits of exponent, ten of fraction. */
  static float half(short bits) {
    int exponent = bits >> 10 & 0x1F;
    int fraction = bits & 0x3FF;
    float size =
        exponent == 0x1F
            ? fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN
            : exponent == 0
                ? fraction * 0x1p-24f
                : Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
    return bits < 0 ? -size : size;
  }
}
