package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that the safetensors library wrote ({@code make.py}), and files that nobody should. */
final class SafeTensorsTest {

  @Test
  void whatTheLibraryWroteIsRead() throws Exception {
    SafeTensors file = SafeTensors.of(resource("small.safetensors"));

    assertThat(file.names())
        .containsExactly(
            "bn1.num_batches_tracked", "double", "empty", "half", "layer1.0.conv1.weight");
    assertThat(file.shape("layer1.0.conv1.weight")).containsExactly(2, 3, 2, 2);
    float[] eighths = new float[24];
    for (int i = 0; i < eighths.length; i++) {
      eighths[i] = i / 8f;
    }
    assertThat(file.values("layer1.0.conv1.weight")).containsExactly(eighths);
    assertThat(file.values("double")).containsExactly(0.1f, -2.5e30f);
    assertThat(file.values("half"))
        .containsExactly(1, -2, 65504, 0x1p-24f, 0, Float.POSITIVE_INFINITY);
    assertThat(file.shape("bn1.num_batches_tracked")).isEmpty();
    assertThat(file.values("bn1.num_batches_tracked")).containsExactly(7);
    assertThat(file.values("empty")).isEmpty();
    assertThat(SafeTensors.of(resource("brain.safetensors")).values("brain"))
        .containsExactly(1, -3.140625f, Float.intBitsToFloat(0x7149 << 16));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}          | 4  | as long as their shapes",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}          | 8  | as many bytes",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}          | 8  | neither overlap nor",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 4 | neither overlap",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | 8 | names each array once",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}         | 4  | within the file",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,9223372036854775807],\"data_offsets\":[0,4]}} | 4 | within the file",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4,4,4,4,4,4,4,4,4],\"data_offsets\":[0,4]}} | 4 | a shape and two offsets",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}        | 4  | within the file",
        "{\"a\":{\"dtype\":\"Q4\",\"shape\":[1],\"data_offsets\":[0,4]}}           | 4  | arrays of [F64",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}                                 | 4  | a shape and two offsets",
        "{\"a\":7}                                                                 | 0  | arrays of",
        "[1,2]                                                                     | 0  | header is JSON",
        "{\"a\":                                                                   | 0  | header is JSON",
        "{} {}                                                                     | 0  | header is JSON"
      })
  void whatIsNotSuchIsRefused(String header, int data, String expected) {
    assertThatThrownBy(() -> SafeTensors.of(file(header.strip(), data)))
        .isInstanceOf(WeightFlaw.class)
        .hasMessageContaining(expected);
  }

  @Test
  void aHeaderThatPromisesMoreThanThereIsIsRefused() {
    byte[] file = new byte[64];
    for (long length : new long[] {-1, 0, 57, 1L << 40, Long.MAX_VALUE}) {
      ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      assertThatThrownBy(() -> SafeTensors.of(file)).isInstanceOf(WeightFlaw.class);
    }
    assertThatThrownBy(() -> SafeTensors.of(new byte[7])).isInstanceOf(WeightFlaw.class);
    assertThatThrownBy(() -> SafeTensors.of(file("[".repeat(100_000), 0)))
        .isInstanceOf(WeightFlaw.class);
  }

  @Test
  void changedBytesAreReadOrRefusedAndNothingElse() throws IOException {
    byte[] whole = resource("small.safetensors");
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] changed =
          Arrays.copyOf(
              whole, random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length);
      for (int j = 0; j < 3 && changed.length > 0; j++) {
        changed[random.nextInt(Math.min(changed.length, 400))] = (byte) random.nextInt();
      }
      try {
        SafeTensors file = SafeTensors.of(changed);
        file.names().forEach(file::values);
      } catch (WeightFlaw e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1_000);
  }

  @Test
  void everyHalfIsTheNumberThatTheJavaPlatformKnows() {
    // Exact by definition: sign, exponent and fraction taken apart by another way.
    for (int bits = 0; bits < 0x7C00; bits++) {
      double expected =
          bits < 0x400
              ? bits / (double) (1 << 24)
              : (1024 + (bits & 0x3FF)) * Math.pow(2, (bits >> 10) - 25);
      assertThat(SafeTensors.half((short) bits)).isEqualTo((float) expected);
      assertThat(SafeTensors.half((short) (bits | 0x8000))).isEqualTo((float) -expected);
    }
    assertThat(SafeTensors.half((short) 0x7C01)).isNaN();
  }

  private static byte[] file(String header, int data) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + text.length + data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .array();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream stream = SafeTensorsTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(stream).readAllBytes();
    }
  }
}
