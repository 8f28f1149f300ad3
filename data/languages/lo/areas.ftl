areas-caption-to = ຄົນທີ່ໄປຮອດສູນທີ່ໃກ້ທີ່ສຸດ ແຍກຕາມເຂດການປົກຄອງ
areas-caption-from = ຄົນທີ່ໄປຮອດໄດ້ຈາກສູນທີ່ໃກ້ທີ່ສຸດ ແຍກຕາມເຂດການປົກຄອງ
areas-scroll = ຕາຕະລາງເຂດການປົກຄອງ
areas-name-column = ເຂດ
areas-within = ພາຍໃນ { $time }
areas-beyond = ເກີນ { $time }
areas-people = ຄົນ
areas-change = ການປ່ຽນແປງ ພາຍໃນ { $time }
areas-no-way = ບໍ່ມີທາງ
areas-inside = ໃນພື້ນທີ່ອັນຕະລາຍທີ່ບັນທຶກໄວ້
areas-median = ເວລາມັດທະຍະຖານ
areas-everyone = ທຸກຄົນ
areas-outside = ນອກທຸກເຂດ
areas-nobody = ບໍ່ມີໃຜອາໄສຢູ່
areas-suppressed = ບໍ່ເປີດເຜີຍ
areas-median-no-way = ບໍ່ມີທາງ
areas-median-no-time = ບໍ່ມີເວລາ
areas-share-people = { $share } ({ $people })
areas-filter = ຊອກຫາເຂດໃນຕາຕະລາງ
areas-none-found = ບໍ່ມີຊື່ເຂດໃດທີ່ມີ “{ $asked }”.
areas-shown = { $first } ຫາ { $last } ໃນ { $count }
areas-previous = ເຂດກ່ອນໜ້າ
areas-next = ເຂດຖັດໄປ
areas-sorted-up = ຈັດລຽງຕາມ { $column }, ໜ້ອຍສຸດກ່ອນ
areas-sorted-down = ຈັດລຽງຕາມ { $column }, ຫຼາຍສຸດກ່ອນ
areas-close = ປິດ
areas-report-html = ບົດລາຍງານຊ່ອງຫວ່າງຂອງເຂດນີ້
areas-report-pdf = ບົດລາຍງານດຽວກັນເປັນ PDF
areas-left =
    { $n ->
       *[other] ຍັງມີອີກ { $count } ເຂດ ໃນຕາຕະລາງທີ່ API ໃຫ້.
    }
areas-gained = +{ $people }
areas-lost = −{ $people }
areas-unchanged = ບໍ່ປ່ຽນແປງ
