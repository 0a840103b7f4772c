package org.polarfold.ingest;

import java.util.ArrayList;
import java.util.List;

/**
 * Colour tables that many programs share, each as stops of a scale from 0 to 255. Those of DICOM
 * are the well-known palettes of PS3.6, annex B, of which the stops are within one level of all 256
 * entries; {@code hot} and {@code jet} are those of Matplotlib ({@code _cm.py}), which has them
 * from MATLAB.
 */
enum NamedColours {
  /** Black to white. */
  GREY("0 000000, 255 ffffff"),
  /** DICOM's HOT_IRON. */
  HOT_IRON("0 000000, 128 ff0000, 191 ff7e00, 255 ffffff"),
  /** DICOM's HOT_METAL_BLUE. */
  HOT_METAL_BLUE(
      "0 000000, 85 0000a7, 102 3200c8, 119 5a0096, 136 8c2032, 153 be4000, 170 ff6000,"
          + " 240 ffe4ce, 255 ffffff"),
  /** DICOM's PET. */
  PET("0 000000, 63 00807d, 128 8000ff, 192 ff8000, 255 ffffff"),
  /** Matplotlib's hot: black, red, yellow, white. */
  HOT("0 0b0000, 93.095 ff0000, 190.238 ffff00, 255 ffffff"),
  /** Matplotlib's jet: dark blue, blue, cyan, yellow, red, dark red. */
  JET(
      "0 000080, 28.05 0000ff, 31.875 0000ff, 86.7 00dbff, 89.25 00e5f7, 95.625 15ffe2,"
          + " 163.2 efff08, 165.75 f7f600, 168.3 ffec00, 226.95 ff1300, 232.05 e80000, 255 800000");

  private static final double SCALE = 255;

  private final String stops;

  NamedColours(String stops) {
    this.stops = stops;
  }

  /** The table from one value to another. */
  ColourTable table(double low, double high) {
    List<ColourTable.Stop> table = new ArrayList<>();
    for (String stop : stops.split(",", -1)) {
      String[] parts = stop.strip().split(" ", -1);
      double value = low + (high - low) * Double.parseDouble(parts[0]) / SCALE;
      table.add(stop(value, Integer.parseInt(parts[1], 16)));
    }
    return new ColourTable(table);
  }

  /** A stop of a colour 0xRRGGBB. */
  static ColourTable.Stop stop(double value, int rgb) {
    return new ColourTable.Stop(value, rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF);
  }
}
