package org.polarfold.ingest;

import java.util.Set;
import org.polarfold.study.MapKind;
import org.polarfold.study.Quantity;

/** How a site's maps lie in its files, as its site.conf says; one implementation a format. */
sealed interface MapLayout
    permits PolarTable, SegmentTable, LongSegmentTable, GridFiles, GridStack, Pictures, DicomMaps {

  /** The format's name in site.conf. */
  String format();

  /** What rest and stress measure. */
  Quantity quantity();

  /** The states that the site sends of every study; a study that lacks one is rejected. */
  Set<MapKind> states();

  /**
   * Opens a reader.
   *
   * @throws org.polarfold.UserException where the files are not as site.conf says
   */
  SiteExportReader open();
}
