package org.polarfold.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;
import org.polarfold.UserException;

/** One site's outcomes as rows, its receipt last; reads while it is read from. */
final class OutcomeRows implements Iterator<Row> {

  private final SiteExport export;
  private final SiteRecords records;
  private boolean receiptGiven;

  private OutcomeRows(SiteExport export, SiteRecords records) {
    this.export = export;
    this.records = records;
  }

  /** Reads a site's folder in a task of Spark's, which closes the files when it ends. */
  static OutcomeRows of(String folder, Pseudonyms pseudonyms) {
    if (!Files.isDirectory(Path.of(folder))) {
      throw new UserException(
          "Cannot read a site's export: "
              + folder
              + " (expected every executor to see it under this path)");
    }
    SiteExport export = SiteConf.read(Path.of(folder));
    SiteRecords records = new SiteRecords(export, pseudonyms);
    TaskContext.get().addTaskCompletionListener(closing(records));
    return new OutcomeRows(export, records);
  }

  private static TaskCompletionListener closing(SiteRecords records) {
    return context -> {
      try {
        records.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  @Override
  public boolean hasNext() {
    return records.hasNext() || !receiptGiven;
  }

  @Override
  public Row next() {
    if (records.hasNext()) {
      return OutcomeCodec.toRow(export, records.next());
    }
    if (receiptGiven) {
      throw new NoSuchElementException();
    }
    receiptGiven = true;
    return OutcomeCodec.receipt(export, records.received());
  }
}
