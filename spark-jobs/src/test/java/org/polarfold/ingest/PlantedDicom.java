package org.polarfold.ingest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.polarfold.study.PolarMap;

/** DICOM files with a person in every place that has room for one, private tags and pixels too. */
final class PlantedDicom {

  /** Pixels along a side; the map fills all but the corners. */
  private static final int SIDE = 64;

  private PlantedDicom() {}

  private static void element(
      ByteArrayOutputStream file, int tag, String vr, byte[] value, int padding) {
    boolean wide = vr.equals("OW") || vr.equals("UN") || vr.equals("UT");
    int length = value.length + value.length % 2;
    ByteBuffer head = ByteBuffer.allocate(wide ? 12 : 8).order(ByteOrder.LITTLE_ENDIAN);
    head.putShort((short) (tag >>> 16)).putShort((short) tag);
    head.put(vr.getBytes(StandardCharsets.US_ASCII));
    if (wide) {
      head.putShort((short) 0).putInt(length);
    } else {
      head.putShort((short) length);
    }
    file.writeBytes(head.array());
    file.writeBytes(value);
    if (value.length % 2 == 1) {
      file.write(padding);
    }
  }

  private static void text(ByteArrayOutputStream file, int tag, String vr, String text) {
    element(file, tag, vr, text.getBytes(StandardCharsets.UTF_8), vr.equals("UI") ? 0 : ' ');
  }

  private static void whole(ByteArrayOutputStream file, int tag, int value) {
    element(file, tag, "US", new byte[] {(byte) value, (byte) (value >> 8)}, 0);
  }

  /** A secondary capture in thousandths, with persons in its tags and in its corner's pixels. */
  static byte[] file(PlantedPerson person, PolarMap map, String description) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(Arrays.copyOf(person.mail().getBytes(StandardCharsets.UTF_8), 128));
    file.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    text(file, 0x00020010, "UI", "1.2.840.10008.1.2.1");
    text(file, 0x00080005, "CS", "ISO_IR 192");
    text(file, 0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7");
    text(file, 0x00080020, "DA", person.day().replace("-", ""));
    text(file, 0x00080050, "SH", person.phone());
    text(file, 0x00080080, "LO", person.address());
    text(file, 0x00080090, "PN", person.dicomName());
    text(file, 0x0008103E, "LO", description);
    text(file, 0x00090010, "LO", "MAKER " + person.name());
    text(file, 0x00091001, "UN", person.name());
    text(file, 0x00100010, "PN", person.dicomName());
    text(file, 0x00100020, "LO", person.id());
    text(file, 0x00100030, "DA", person.birth().replace("-", ""));
    text(file, 0x00101040, "LO", person.address());
    text(file, 0x00102154, "SH", person.phone());
    text(file, 0x00104000, "LT", "Frau " + person.name() + ", " + person.mail());
    text(file, 0x00204000, "LT", "Called " + person.phone());
    whole(file, 0x00280002, 1);
    text(file, 0x00280004, "CS", "MONOCHROME2");
    whole(file, 0x00280010, SIDE);
    whole(file, 0x00280011, SIDE);
    whole(file, 0x00280100, 16);
    whole(file, 0x00280101, 16);
    whole(file, 0x00280102, 15);
    whole(file, 0x00280103, 0);
    text(file, 0x00281052, "DS", "0");
    text(file, 0x00281053, "DS", "0.001");
    element(file, 0x7FE00010, "OW", pixels(person, map), 0);
    text(file, 0xFFFCFFFC, "UN", person.name());
    return file.toByteArray();
  }

  private static byte[] pixels(PlantedPerson person, PolarMap map) {
    ByteBuffer pixels = ByteBuffer.allocate(SIDE * SIDE * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double right = x + 0.5 - SIDE / 2.0;
        double up = SIDE / 2.0 - y - 0.5;
        int ring = (int) (Math.hypot(right, up) / (SIDE / 2.0) * 30);
        int sector = Math.floorMod((int) Math.floor(Math.toDegrees(Math.atan2(up, right)) / 5), 72);
        pixels.putShort((short) (ring < 30 ? 1000 * map.at(ring, sector) : 0));
      }
    }
    // Where a vendor's program burns names in: the first row's corner, which is no part of the
    // disc.
    byte[] burnt = person.id().getBytes(StandardCharsets.UTF_8);
    System.arraycopy(burnt, 0, pixels.array(), 0, burnt.length);
    return pixels.array();
  }
}
