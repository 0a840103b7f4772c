package org.polarfold.export;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.polarfold.export.DicomFiles.Kind;
import org.polarfold.study.MapKind;

/** One study's maps as DICOM objects (PS3.3), in explicit little endian or RLE. */
final class DicomObject {

  private static final String EXPLICIT_LITTLE = "1.2.840.10008.1.2.1";
  private static final String RUN_LENGTHS = "1.2.840.10008.1.2.5";
  private static final String JPEG_BASELINE = "1.2.840.10008.1.2.4.50";

  private static final int MOST_STORED = 0xFFFF;

  private final DicomFiles layout;
  private final Unit unit;
  private final SentStudy study;
  private final Map<MapKind, float[]> values;

  DicomObject(DicomFiles layout, Unit unit, SentStudy study) {
    this.layout = layout;
    this.unit = unit;
    this.study = study;
    this.values =
        study.values(
            unit,
            layout.kind() == Kind.SECONDARY_CAPTURE
                ? map -> {
                  float[] pixels = new float[4 * layout.radius() * layout.radius()];
                  Disc.draw(
                      map,
                      layout.radius(),
                      layout.radius(),
                      (x, y, value) -> pixels[y * 2 * layout.radius() + x] = (float) value);
                  return pixels;
                }
                : layout.grid()::fromCanonical);
  }

  /**
   * A file of these states, a frame each.
   *
   * @param compressed whether it claims to be a JPEG
   */
  byte[] file(List<MapKind> states, boolean compressed) {
    MapKind first = states.get(0);
    String name = study.number() + "." + first.key() + (compressed ? ".9" : "");
    String syntax =
        compressed ? JPEG_BASELINE : layout.runLengths() ? RUN_LENGTHS : EXPLICIT_LITTLE;
    int rows = rows() - (study.has(Flaw.WRONG_SHAPE) && states.contains(study.flawed()) ? 1 : 0);
    DicomBytes file = new DicomBytes(syntax, sopClass(), DicomBytes.uid(study.patient(), name));
    file.text(0x00080016, "UI", sopClass());
    file.text(0x00080018, "UI", DicomBytes.uid(study.patient(), name));
    file.text(0x00080060, "CS", layout.kind() == Kind.SECONDARY_CAPTURE ? "OT" : "NM");
    file.text(0x0008103E, "LO", layout.words().getOrDefault(first, ""));
    file.text(0x00100010, "PN", "");
    file.text(0x00100020, "LO", study.patient());
    file.text(0x00100030, "DA", "");
    file.text(0x0020000D, "UI", DicomBytes.uid(study.patient(), "study"));
    file.text(0x0020000E, "UI", DicomBytes.uid(study.patient(), first.key()));
    file.whole(0x00280002, 1);
    file.text(0x00280004, "CS", "MONOCHROME2");
    if (states.size() > 1) {
      file.text(0x00280008, "IS", String.valueOf(states.size()));
    }
    file.whole(0x00280010, rows);
    file.whole(0x00280011, columns());
    boolean floats = layout.kind() == Kind.PARAMETRIC_MAP;
    file.whole(0x00280100, floats ? Float.SIZE : Short.SIZE);
    if (!floats) {
      file.whole(0x00280101, Short.SIZE);
      file.whole(0x00280102, Short.SIZE - 1);
      file.whole(0x00280103, 0);
      file.text(0x00281052, "DS", "0");
      file.text(0x00281053, "DS", BigDecimal.valueOf(step(first)).stripTrailingZeros().toString());
    } else {
      file.realWorldMapping(ucum(first));
    }
    pixels(file, states, rows, compressed, floats);
    return file.bytes();
  }

  private void pixels(
      DicomBytes file, List<MapKind> states, int rows, boolean compressed, boolean floats) {
    if (compressed) {
      file.frames(List.of(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9}));
      return;
    }
    List<byte[]> frames = states.stream().map(state -> frame(state, rows, floats)).toList();
    if (layout.runLengths()) {
      file.frames(frames.stream().map(frame -> RunLengthEncoder.of(frame, columns())).toList());
      return;
    }
    ByteBuffer all = ByteBuffer.allocate(frames.size() * frames.get(0).length);
    frames.forEach(all::put);
    file.element(floats ? 0x7FE00008 : 0x7FE00010, floats ? "OF" : "OW", all.array());
  }

  private byte[] frame(MapKind state, int rows, boolean floats) {
    float[] own = Arrays.copyOf(values.getOrDefault(state, new float[0]), rows * columns());
    ByteBuffer bytes =
        ByteBuffer.allocate(own.length * (floats ? Float.BYTES : Short.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float value : own) {
      if (floats) {
        bytes.putFloat(value);
      } else {
        bytes.putShort((short) Math.min(Math.round(value / step(state)), MOST_STORED));
      }
    }
    return bytes.array();
  }

  private double step(MapKind state) {
    return state == MapKind.RESERVE ? DicomFiles.STEP : DicomFiles.STEP * unit.scale();
  }

  private int rows() {
    return layout.kind() == Kind.SECONDARY_CAPTURE ? 2 * layout.radius() : layout.grid().rings();
  }

  private int columns() {
    return layout.kind() == Kind.SECONDARY_CAPTURE ? 2 * layout.radius() : layout.grid().sectors();
  }

  private String sopClass() {
    return "1.2.840.10008.5.1.4.1.1."
        + switch (layout.kind()) {
          case PARAMETRIC_MAP -> "30";
          case NUCLEAR_MEDICINE -> "20";
          case SECONDARY_CAPTURE -> "7";
        };
  }

  private String ucum(MapKind state) {
    return state == MapKind.RESERVE ? "1" : unit.symbol();
  }
}
