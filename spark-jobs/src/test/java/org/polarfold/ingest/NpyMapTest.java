package org.polarfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.study.PolarGrid;
import org.polarfold.study.Segment17;

class NpyMapTest {

  private static final PolarGrid SMALL = new PolarGrid(3, 4, true, 0, true);
  private static final String DICTIONARY =
      "{'descr': '|u1', 'fortran_order': False, 'shape': (3, 4), }\n";

  private static double[] member(Path folder, String name) throws IOException, RecordFlaw {
    Path file = Files.write(folder.resolve("types.npz"), GridExport.resource("types.npz"));
    try (ZipMembers archive = ZipMembers.open(file);
        InputStream in = archive.read(archive.member(name + ".npy"))) {
      return NpyMap.read(in, PolarGrid.CANONICAL);
    }
  }

  private static double[] read(byte[] bytes) throws IOException, RecordFlaw {
    return NpyMap.read(new ByteArrayInputStream(bytes), SMALL);
  }

  private static double[] expected(double more) {
    double[] values = new double[30 * 72];
    for (int i = 0; i < values.length; i++) {
      values[i] = 50 + 5 * Segment17.of(i / 72, i % 72) + more;
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "little-f4", "big-f4", "little-f8", "big-f8", "little-i2", "big-i2", "little-u2", "big-u2",
        "little-i4", "big-i4", "little-u1", "fortran", "fortran-one", "one", "flat", "version-2",
        "version-3"
      })
  void everyTypeOrderAndShapeOfNumPyIsRead(String name, @TempDir Path folder) throws Exception {
    assertThat(member(folder, name)).containsExactly(expected(0));
  }

  @Test
  void signsAreThoseOfTheType(@TempDir Path folder) throws Exception {
    assertThat(member(folder, "high-u2")).containsExactly(expected(65_000));
    assertThat(member(folder, "low-i2")).containsExactly(expected(-1_000));
  }

  @ParameterizedTest
  @CsvSource({
    "nan, NON_FINITE, value 221: expected a finite number",
    "infinite, NON_FINITE, value 221: expected a finite number",
    "bool, UNSUPPORTED_ENCODING, another type",
    "complex, UNSUPPORTED_ENCODING, another type",
    "half, UNSUPPORTED_ENCODING, another type",
    "text, UNSUPPORTED_ENCODING, another type",
    "records, UNSUPPORTED_ENCODING, records",
    "wide, WRONG_SHAPE, expected 30 rings of 72 sectors",
    "two, WRONG_SHAPE, expected 30 rings of 72 sectors",
  })
  void whatIsNoMapIsRefused(
      String name, RejectionReason reason, String named, @TempDir Path folder) {
    assertThatThrownBy(() -> member(folder, name))
        .isInstanceOfSatisfying(
            RecordFlaw.class,
            flaw -> assertThat(flaw.at(new RecordPlace("f", 1)).toString()).contains(reason.name()))
        .hasMessageContaining(named);
  }

  @Test
  void pickledObjectsAreRefusedByName() {
    assertThatThrownBy(() -> read(GridExport.resource("pickle.npy")))
        .isInstanceOf(RecordFlaw.class)
        .hasMessageContaining("pickle");
  }

  @Test
  void everyPrefixOfAnArrayIsRefusedAndTheWholeIsRead() throws Exception {
    byte[] whole = GridExport.resource("small.npy");
    for (int length = 0; length < whole.length; length++) {
      byte[] prefix = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(prefix))
          .as("%d bytes", length)
          .isInstanceOfAny(RecordFlaw.class, IOException.class);
    }
    assertThat(read(whole)).containsExactly(50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61);
    assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length + 1)))
        .isInstanceOf(RecordFlaw.class)
        .hasMessageContaining("expected no more than its shape says");
  }

  @Test
  void anyByteOfTheHeaderMayBeWrong() throws Exception {
    byte[] whole = GridExport.resource("small.npy");
    for (int at = 0; at < 128; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] changed = whole.clone();
        changed[at] = (byte) value;
        try {
          assertThat(read(changed)).hasSize(12);
        } catch (RecordFlaw | IOException e) {
          assertThat(e).isNotNull();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'shape': (3, 4), 'descr': '|u1', 'fortran_order': False}",
        "{\"descr\": \"|u1\", 'fortran_order':False,'shape':(3L,4L,),}   \n",
        "{ 'descr' : '<u1' , 'fortran_order' : False , 'shape' : ( 12 , ) }",
      })
  void aDictionaryMayBeWrittenInOtherWays(String dictionary) throws Exception {
    assertThat(read(GridExport.npy(dictionary, new byte[12]))).hasSize(12);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'descr': '|u1', 'fortran_order': False}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (3, 4), 'shape': (3, 4)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (3, 4), 'more': 1}",
        "{'descr': '|u1', 'fortran_order': 0, 'shape': (3, 4)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': [3, 4]}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (3, -4)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (3, 4)} exit()",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (3, 2*2)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (3, 4)",
        "{'descr': '|u1, 'fortran_order': False, 'shape': (3, 4)}",
        "{'descr': '', 'fortran_order': False, 'shape': (3, 4)}",
        "{'descr': '=u1', 'fortran_order': False, 'shape': (3, 4)}",
        "{'descr': '|i2', 'fortran_order': False, 'shape': (3, 4)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 1, 1, 1, 1, 1, 1, 3, 4)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (999999999999999999, 99)}",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (9999999999999999999,)}",
        "",
        "{",
      })
  void anyOtherDictionaryIsRefused(String dictionary) {
    assertThatThrownBy(() -> read(GridExport.npy(dictionary, new byte[12])))
        .isInstanceOf(RecordFlaw.class);
  }

  @Test
  void aPromiseOfTenGigabytesIsNotBelieved() {
    String promise = DICTIONARY.replace("(3, 4)", "(100000, 100000)");

    assertThatThrownBy(() -> read(GridExport.npy(promise, new byte[12])))
        .isInstanceOf(RecordFlaw.class)
        .hasMessageContaining("expected 3 rings of 4 sectors");
    byte[] header = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, -1};
    assertThatThrownBy(() -> read(header))
        .isInstanceOf(RecordFlaw.class)
        .hasMessageContaining("expected a header of at most 65536 bytes");
  }
}
