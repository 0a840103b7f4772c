package org.polarfold.ingest;

import java.awt.Rectangle;

/** A picture in colours, whatever file it lies in. */
interface DrawnPicture {

  /** The pixels of a rectangle that lies on the picture. */
  PixelBlock block(Rectangle box) throws RecordFlaw;
}
