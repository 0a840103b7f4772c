package org.polarfold.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.client.HdfsDataOutputStream;
import org.apache.hadoop.hdfs.client.HdfsDataOutputStream.SyncFlag;
import org.apache.hadoop.hdfs.protocol.AlreadyBeingCreatedException;
import org.apache.hadoop.ipc.RemoteException;

/**
 * The lease that HDFS gives to whoever has a file open for writing. Its client renews it; of a
 * client that is dead or cut off, another may have it after a minute. The file stays empty, so that
 * the namenode alone decides, whatever becomes of datanodes; its holder stands in an attribute.
 */
final class HdfsFolderLock implements FolderLock {

  /** A class of the namenode's, which a client does not have. */
  private static final String IN_RECOVERY =
      "org.apache.hadoop.hdfs.protocol.RecoveryInProgressException";

  private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(60);
  private static final String HOLDER = "user.polarfold.holder";

  private final Use use;
  private final Path folder;
  private final HdfsDataOutputStream stream;

  private HdfsFolderLock(Use use, Path folder, HdfsDataOutputStream stream) {
    this.use = use;
    this.folder = folder;
    this.stream = stream;
  }

  static HdfsFolderLock take(Use use, Path folder, Configuration hadoop) throws IOException {
    DistributedFileSystem files = (DistributedFileSystem) folder.getFileSystem(hadoop);
    Path path = new Path(folder, use.file());
    Instant until = Instant.now().plus(LONGEST_RECOVERY);
    for (; ; ) {
      try {
        // Not create: its client would try for five minutes before it says that another has it.
        HdfsFolderLock held =
            new HdfsFolderLock(use, folder, (HdfsDataOutputStream) files.append(path));
        tell(files, path);
        return held;
      } catch (FileNotFoundException e) {
        make(files, path);
      } catch (RemoteException e) {
        if (e.getClassName().equals(AlreadyBeingCreatedException.class.getName())) {
          throw use.held(folder, told(files, path));
        }
        if (!e.getClassName().equals(IN_RECOVERY) || Instant.now().isAfter(until)) {
          throw e;
        }
        LakeFolder.pause(LakeFolder.LONGEST_PAUSE);
      }
    }
  }

  /** Of several who do this at once, one's file stays. */
  private static void make(DistributedFileSystem files, Path path) throws IOException {
    Path fresh = new Path(path.getParent(), path.getName() + "-" + UUID.randomUUID());
    // Where the folder is erasure-coded, too, a replicated file: others cannot be appended to.
    try (FSDataOutputStream empty = files.createFile(fresh).replicate().build()) {
      empty.flush();
    }
    if (!files.rename(fresh, path)) {
      files.delete(fresh, false);
    }
  }

  private static void tell(DistributedFileSystem files, Path path) {
    try {
      files.setXAttr(path, HOLDER, FolderLock.thisProcess().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // A cluster without attributes: the message names nobody.
    }
  }

  private static String told(DistributedFileSystem files, Path path) {
    try {
      return new String(files.getXAttr(path, HOLDER), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void requireHeld() {
    try {
      // The one form of it that asks the namenode, even where nothing was written.
      stream.hsync(EnumSet.of(SyncFlag.UPDATE_LENGTH));
    } catch (IOException e) {
      throw use.lost(folder);
    }
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException e) {
      // The namenode has given the lease to another, or will when it is not renewed.
    }
  }
}
